import { describe, expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { runCli } from "../cli/support/run-cli.ts";
import { aStack } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    turns: { quietSeconds: 0, maxWaitSeconds: 0 },
    agentContext: { firstContact: true, name: true, language: true },
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
