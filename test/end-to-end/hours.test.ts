import { expect, it } from "@jest/globals";
import type { BusinessHours } from "../../lib/domain/hours/business-hours.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/domain/time.ts";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { conversationWith, customers } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const everyDay = (span: string) =>
  Object.fromEntries(["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, [span]]));
const BERLIN = { timeZone: "Europe/Berlin", open: everyDay("09:00-17:00") };
const NEW_YORK = { timeZone: "America/New_York", open: everyDay("09:00-17:00") };

const [meta, twilio] = DEMO_SETTINGS.numbers;
const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    numbers: [meta, { ...twilio, hours: NEW_YORK }] as typeof DEMO_SETTINGS.numbers,
    language: "auto",
    hours: BERLIN satisfies Partial<BusinessHours>,
    handoff: { ...DEMO_SETTINGS.handoff, outsideHours: "keep-bot" },
    turns: { quietSeconds: 0, maxWaitSeconds: 0 },
  },
});
const somebody = customers("1555025");

/** The next year's last Sunday of March: at 2 in the morning Berlin's clocks show 3. */
function sundayOfChange(): number {
  const endOfMarch = Date.UTC(new Date().getUTCFullYear() + 1, 2, 31);
  return endOfMarch - new Date(endOfMarch).getUTCDay() * DAY_MS;
}
const SUNDAY = sundayOfChange();
/** In winter time, and from Sunday on in summer time. */
const saturday = (hours: number, minutes = 0) =>
  SUNDAY - DAY_MS + (hours - 1) * HOUR_MS + minutes * MINUTE_MS;
const sunday = (hours: number, minutes = 0) => SUNDAY + (hours - 2) * HOUR_MS + minutes * MINUTE_MS;

const moveTo = (at: number) => stack().clock.move(at - stack().clock.now());
async function says(customer: SimulatedCustomer, text: string, provider: "meta" | "twilio" = "meta") {
  await stack()[provider].say(customer, text);
  await atRest(stack());
}
const texts = ({ phone }: SimulatedCustomer, provider: "meta" | "twilio" = "meta") =>
  stack()
    [provider].phone.replies(phone)
    .map(({ text }) => text);
const mailsOf = (customer: SimulatedCustomer) =>
  stack().mails.filter(({ message }) => message.includes(conversationWith(customer)));
const wa = async (...argv: readonly string[]) => {
  const { out, err } = await runCli([...argv, "--url", stack().url], { width: 140 });
  return out + err;
};

const TAKING_OVER = "A person from our team is taking over and will answer you here.";
const TOMORROW =
  "Our team is not here right now. They will be back tomorrow at 9:00 AM and will answer you here.";
const MORGEN =
  "Unser Team ist gerade nicht da. Es ist morgen um 9:00 Uhr wieder für Sie da und antwortet Ihnen hier.";

it("through the front door, over a closing, a change of clocks and an opening: customers read when people are there, and the bot goes on until that very minute", async () => {
  const [early, inNewYork] = [somebody(), somebody()];
  const late = { name: "Mia", phone: "4915550250900", userId: "DE.4100555025" };
  await moveTo(saturday(16, 58));
  await says(early, "human");
  await moveTo(saturday(17));
  await says(early, "Are you there?");
  expect(texts(early)).toEqual([TAKING_OVER, TOMORROW]);

  await says(late, "Mensch");
  await says(late, "Do you ship to Canada?");
  expect(texts(late)).toEqual([MORGEN, expect.stringContaining("Canada")]);
  await says(inNewYork, "human", "twilio");
  expect(texts(inNewYork, "twilio")).toEqual([TAKING_OVER]);

  const opening = `${new Date(SUNDAY).toISOString().slice(0, 10)} 09:00, Europe/Berlin`;
  const [mail] = mailsOf(late);
  expect(mail?.message).toContain(`Outside business hours until: ${opening}`);
  expect(mail?.message).toContain("The assistant goes on until your business hours begin");
  expect(await wa("handoffs")).toMatch(
    /support: outside business hours until .*\. The bot goes on until then with 1 of them\./,
  );
  expect(await wa("show", conversationWith(late))).toContain("bot answers until");

  await moveTo(sunday(8, 59));
  await says(late, "What are your opening hours?");
  expect(texts(late)).toHaveLength(3);
  const asked = stack().chatsby.questions.length;
  await moveTo(sunday(9));
  await says(late, "And on Sundays?");
  expect(texts(late)).toHaveLength(3);
  expect(stack().chatsby.questions).toHaveLength(asked);

  expect(mailsOf(late)).toHaveLength(1);
  await moveTo(sunday(9, 31));
  await waitFor("the reminder", () => mailsOf(late).length === 2);
  expect(mailsOf(late)[1]?.subject).toContain("Still waiting");
});
