import { describe, expect, it } from "@jest/globals";
import type { SimulatedCustomer } from "../../local/customer.ts";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    turns: { quietSeconds: 0, maxWaitSeconds: 0 },
    replies: { optionButtons: true, linkPreview: true },
  },
});
const ANSWER = "We have three.\n\n**Which colour** would you like?\n\n- Brass\n- *Matt* black\n- White";

describe("an answer that ends in options", () => {
  it("has buttons on Meta, and a tap on one reaches the agent as its title", async () => {
    const customer: SimulatedCustomer = { name: "Test", phone: "15550180001" };
    stack().chatsby.answer = (_, question) => (question === "Which lamps?" ? ANSWER : `You said ${question}`);
    await stack().meta.say(customer, "Which lamps?");
    const replies = () => stack().meta.phone.replies(customer.phone);
    const [shown] = await waitFor("the buttons", () => replies().length > 0 && replies());
    expect(shown).toMatchObject({ options: ["Brass", "Matt black", "White"] });
    expect(shown?.text).toContain("- Brass");
    await atRest(stack());

    const tap = {
      type: "interactive",
      interactive: { type: "button_reply", button_reply: { id: "option-2", title: "Matt black" } },
      context: { id: shown?.id },
    };
    expect((await stack().meta.send(customer, tap, { text: "Matt black" })).status).toBe(200);
    await waitFor("the second reply", () => replies().length > 1);
    expect(stack().chatsby.questions.at(-1)).toMatchObject({
      session: customer.phone,
      message: "Matt black",
    });
    expect(replies()[1]?.text).toMatch(/Matt black$/);
    expect(replies()[1]?.options).toBeUndefined();
  });

  it("is plain text on Twilio", async () => {
    const customer: SimulatedCustomer = { name: "Test", phone: "15550180002" };
    await stack().twilio.say(customer, "Which lamps?");
    const { phone } = stack().twilio;
    const [shown] = await waitFor(
      "the reply",
      () => phone.replies(customer.phone).length > 0 && phone.replies(customer.phone),
    );
    expect(shown?.text).toContain("- Brass");
    expect(shown?.options).toBeUndefined();
  });
});
