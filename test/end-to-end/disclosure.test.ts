import { describe, expect, it } from "@jest/globals";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { conversationWith, customers, staffOf } from "../support/staff.ts";

const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    disclosure: "first-answer",
    language: "auto",
    retention: { days: 90 },
    turns: { quietSeconds: 0, maxWaitSeconds: 0 },
  },
});
const staff = staffOf(stack);
const somebody = customers("1555024");

const ENGLISH = "You are chatting with an AI assistant. To reach a person, write HUMAN.";
const GERMAN = "Sie chatten mit einem KI-Assistenten. Um eine Person zu erreichen, schreiben Sie MENSCH.";

async function says(customer: SimulatedCustomer, text: string, provider: "meta" | "twilio" = "meta") {
  await stack()[provider].say(customer, text);
  await atRest(stack());
}
/** The first line of each message on the phone. */
const lines = ({ phone }: SimulatedCustomer, provider: "meta" | "twilio" = "meta") =>
  stack()
    [provider].phone.replies(phone)
    .map(({ text = "" }) => text.split("\n")[0]);
const wa = async (...argv: readonly string[]) => (await runCli([...argv, "--url", stack().url])).out;

describe("through the front door, the customer reads that an AI answers", () => {
  it.each(["meta", "twilio"] as const)(
    "in front of the first answer, in the same message, by %s; and again thirty days later",
    async (provider) => {
      const customer = somebody();
      await says(customer, "Do you ship to Canada?", provider);
      const [first = ""] = stack()
        [provider].phone.replies(customer.phone)
        .map(({ text }) => text);
      expect(first).toMatch(new RegExp(`^${ENGLISH}\n\nYes, \\*we ship to Canada`));
      await says(customer, "Thanks", provider);
      await stack().clock.move(30 * DAY_MS);
      await says(customer, "Do you ship to Canada?", provider);
      expect(lines(customer, provider)).toEqual([ENGLISH, expect.not.stringContaining("AI"), ENGLISH]);
    },
  );

  it("in the language of the country, with a word that brings a person; and again once the bot has the chat back", async () => {
    const customer: SimulatedCustomer = { name: "Mia", phone: "4915550240001", userId: "DE.4100555024" };
    await says(customer, "Do you ship to Canada?");
    await says(customer, "Mensch");
    const conversation = conversationWith(customer);
    await staff.post(`${conversation}/reply`, { text: "Hier ist Sam.", id: "r1" });
    await atRest(stack());
    await staff.post(`${conversation}/resume`);
    await atRest(stack());
    await says(customer, "Do you ship to Canada?");
    expect(lines(customer)).toEqual([
      GERMAN,
      expect.stringContaining("Eine Person aus unserem Team"),
      "Hier ist Sam.",
      GERMAN,
    ]);
  });

  it("and the proof is in the chat and in the export, and gone with the customer's data", async () => {
    const customer = somebody();
    const contact = `+${customer.phone}`;
    await says(customer, "Do you ship to Canada?");
    expect(await wa("show", conversationWith(customer))).toContain(ENGLISH);
    await says(customer, "Thanks");
    const exported = await wa("export", contact);
    expect(exported).toContain(`"disclosure": "${ENGLISH}"`);
    expect(exported.replaceAll(/\s+/g, " ")).toMatch(
      new RegExp(`"disclosures": \\[ \\{ [^}]*"text": "${ENGLISH}"`),
    );
    await wa("forget", contact, "--yes");
    expect(await wa("export", contact)).not.toContain(ENGLISH);
    await says(customer, "Do you ship to Canada?");
    expect(lines(customer).at(-1)).toBe(ENGLISH);
  });
});
