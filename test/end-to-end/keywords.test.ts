import { describe, expect, it } from "@jest/globals";
import { DEMO_SETTINGS } from "../../local/demo.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";
import { customers } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const stack = aStack({
  settings: {
    ...DEMO_SETTINGS,
    turns: { quietSeconds: 0, maxWaitSeconds: 0 },
    replies: { optionButtons: true },
  },
});
const somebody = customers("1555033");

const ANSWERS: Record<string, string> = {
  "What priority can I choose?": "¿Qué prioridad?\n\n- Alta\n- Media\n- Baja",
  "Who signs?": "¿Quién firma?\n\n- Particular\n- Empresa\n- Agente",
  "It blinks": "Which button is lit?\n\n- Start\n- Stop",
  "Mein Kurs": "Anmelden, Abmelden oder Termin ändern?",
  Prioridad: "¿Prioridad alta, media o baja?",
  Quien: "¿Particular, empresa o agente?",
};

const questions = () => stack().chatsby.questions.map(({ message }) => message);

function answering() {
  stack().chatsby.answer = (_, question) => ANSWERS[question] ?? `You said ${question}`;
}

describe("through the front door, what our own last message offered is an answer", () => {
  it.each([
    ["What priority can I choose?", "option-3", "Baja"],
    ["Who signs?", "option-3", "Agente"],
    ["It blinks", "option-2", "Stop"],
  ])("when a button of it is tapped: %s, %s %s", async (question, id, title) => {
    answering();
    const customer = somebody();
    await stack().meta.say(customer, question);
    const [shown] = await waitFor("the buttons", () => {
      const replies = stack().meta.phone.replies(customer.phone);
      return replies.length > 0 && replies;
    });
    await atRest(stack());
    const tap = {
      type: "interactive",
      interactive: { type: "button_reply", button_reply: { id, title } },
      context: { from: "15550100200", id: shown?.id },
    };
    expect((await stack().meta.send(customer, tap, { text: title })).status).toBe(200);
    await atRest(stack());
    expect(stack().meta.phone.replies(customer.phone).at(-1)?.text).toBe(`You said ${title}`);
  });

  it.each([
    ["Prioridad", "Baja"],
    ["It blinks", "Stop"],
    ["Mein Kurs", "abmelden."],
    ["Quien", "Agente"],
  ] as const)("when it is typed, on both providers: %s, %s", async (question, said) => {
    answering();
    const customer = somebody();
    await stack().meta.say(customer, question);
    await atRest(stack());
    await stack().meta.say(customer, said);
    await atRest(stack());
    expect(stack().meta.phone.replies(customer.phone).at(-1)?.text).toBe(`You said ${said}`);

    const other = somebody();
    await stack().twilio.say(other, question);
    await atRest(stack());
    await stack().twilio.say(other, said);
    await atRest(stack());
    expect(stack().twilio.phone.replies(other.phone).at(-1)?.text).toBe(`You said ${said}`);
  });

  it("but STOP after another question, and a template's button, are opt-outs", async () => {
    answering();
    const [one, two] = [somebody(), somebody()];
    for (const customer of [one, two]) {
      await stack().meta.say(customer, "Mein Kurs");
      await atRest(stack());
    }
    await stack().meta.say(one, "STOP");
    await stack().meta.send(
      two,
      { type: "button", button: { text: "Abmelden", payload: "Abmelden" } },
      { text: "Abmelden" },
    );
    await atRest(stack());
    for (const { phone } of [one, two]) {
      expect(questions()).not.toContain("STOP");
      expect(stack().meta.phone.replies(phone).at(-1)?.text).toMatch(/START/);
    }
  });
});

it.each([
  "STOP STOP STOP",
  "S.T.O.P",
  "STOP - wrong number",
  "please stop texting me",
  "dejen de escribirme",
  "ARRÊT",
])("through the front door, %j is an opt-out", async (said) => {
  answering();
  const customer = somebody();
  await stack().meta.say(customer, said);
  await atRest(stack());
  expect(questions()).not.toContain(said);
  expect(
    stack()
      .meta.phone.replies(customer.phone)
      .map(({ text }) => /START/.test(text)),
  ).toEqual([true]);
});
