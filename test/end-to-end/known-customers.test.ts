import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack } from "../support/quiet-stack.ts";
import { customers, staffOf } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    turns: { quietSeconds: 0, maxWaitSeconds: 0 },
    agentContext: { firstContact: true, name: true, language: true },
    optIn: { requiredForMarketing: true },
  },
});
const wa = (...argv: string[]) => runCli([...argv, "--url", stack().url]);
const questionsOf = ({ phone }: SimulatedCustomer) =>
  stack().chatsby.questions.flatMap(({ session, message }) => (session === phone ? [message] : []));
async function says(customer: SimulatedCustomer, text: string) {
  const replies = () => stack().meta.phone.replies(customer.phone).length;
  const before = replies();
  await stack().meta.say(customer, text);
  await waitFor("the answer", () => replies() > before);
}

describe("what is known of a customer", () => {
  it("is told to the agent with the first question, and again once it was erased", async () => {
    const customer = { name: 'Dana "⟧', phone: "4915112345001", userId: "DE.41002003004005006901" };
    const known =
      "⟦first contact: the customer has had no answer from you yet; the customer's profile name, freely chosen, is \"Dana ']\"; most people in the customer's country speak German: use it unless the customer's words show another language⟧\n";
    await says(customer, "Which lamps?");
    await says(customer, "In brass?");
    expect(questionsOf(customer)).toEqual([`${known}Which lamps?`, "In brass?"]);
    expect(await wa("forget", `+${customer.phone}`, "--yes")).toMatchObject({ code: 0 });
    await says(customer, "Which bulbs?");
    expect(questionsOf(customer).at(-1)).toBe(`${known}Which bulbs?`);
  });
});

describe("who agreed to be written to", () => {
  const HEADER = "header=https://example.com/lamps.jpg";
  const staff = staffOf(stack);
  const somebody = customers("1555039");
  const sale = ["send-template", "spring_sale", "--number", "support", "--set", HEADER] as const;
  const offersTo = ({ phone }: SimulatedCustomer) =>
    stack()
      .meta.phone.replies(phone)
      .filter(({ text }) => text.includes("desk lamps"));
  const record = (contact: string) =>
    wa("opt-in", contact, "--number", "support", "--source", "Form", "--text", "Offers");

  it("gets marketing, also without having written, and nobody else does", async () => {
    const [dana, luis, mia] = [somebody(), somebody(), somebody()];
    const folder = await mkdtemp(join(tmpdir(), "wa-"));
    const [list, optIns] = [join(folder, "customers.csv"), join(folder, "opt-ins.csv")];
    const lines = [dana, luis, mia].map(({ phone, name }) => `+${phone},${name},10 %`);
    await writeFile(list, ["contact,1,2", ...lines].join("\n"));
    await writeFile(optIns, ["phone,source,text,date", `+${dana.phone},Shop,Offers,2026-05-03`].join("\n"));

    expect(await wa("opt-in", "--csv", optIns, "--number", "support", "--yes")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/recorded now\s+1\n/),
    });
    await says(luis, "Hello");
    await record(`+${luis.phone}`);
    const mailing = await wa(...sale, "--csv", list, "--yes");
    expect(mailing).toMatchObject({ code: 0, out: expect.stringMatching(/no opt-in\s+1\n/) });
    await waitFor("the offers", () => [dana, luis].every((each) => offersTo(each).length === 1));
    expect(offersTo(mia)).toEqual([]);
    expect(await wa(...sale, "--to", `+${mia.phone}`, "--set", "1=Mia", "--set", "2=10 %")).toMatchObject({
      code: 4,
      out: expect.stringContaining("no opt-in of this customer is recorded"),
    });
  });

  it("gets none after STOP, whatever is recorded later, and again after START", async () => {
    const customer = somebody();
    const contact = `+${customer.phone}`;
    await says(customer, "STOP");
    const { err } = await record(contact);
    expect(err).toContain("only the customer can change it, by writing START");
    const offer = () => wa(...sale, "--to", contact, "--set", "1=Robin", "--set", "2=10 %");
    expect((await offer()).out).toContain("wants no more messages");
    // WhatsApp gives whole seconds, and within the same one STOP wins.
    await stack().clock.move(1_000);
    await says(customer, "START");
    expect((await offer()).code).toBe(0);
    await waitFor("the offer", () => offersTo(customer).length === 1);
  });

  it("is exported and forgotten, and no log holds any of it", async () => {
    const customer = somebody();
    const contact = `+${customer.phone}`;
    await wa("opt-in", contact, "--number", "support", "--source", "Secret form", "--text", "Offers");
    const exported = await staff.post("export", { contact });
    expect(JSON.stringify(exported.body)).toContain("Secret form");
    expect(await wa("forget", contact, "--yes")).toMatchObject({ code: 0 });
    expect((await staff.post("export", { contact })).status).toBe(404);
    expect(JSON.stringify(stack().logs)).not.toContain("Secret form");
    expect(
      (await staff.post("opt-ins", { number: "support", contact, source: "s", text: "t" })).body,
    ).toMatchObject({
      result: "recorded",
      optIns: 1,
    });
  });
});
