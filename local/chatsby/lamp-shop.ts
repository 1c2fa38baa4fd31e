import type { AgentAction } from "./actions.ts";
import { SHOP_FILES } from "./shop-files.ts";

/** With an action, the text is the answer if the action returns no message. */
export type AgentAnswer = string | { text: string; action: AgentAction };

export type Session = { questions: string[]; name?: string; email?: string; waitsFor?: "email" };

const SHIPPING = `Yes, **we ship to Canada**. Here is what it costs:

- **Standard** (5–8 days): CA$12
- **Express** (2–3 days): CA$29
- Free from CA$150

Duties are included, so nothing is due at the door. More in our [shipping guide](https://lumen.example/shipping).`;

const PRICES = `These are our lamps:

| Lamp | Height | Price |
|---|---|---|
| Aurora desk lamp | 42 cm | €59 |
| Borealis floor lamp | 155 cm | €149 |
| Comet pendant | 30 cm | €89 |

All prices **include VAT**.`;

const ROOMS = [
  "kitchen",
  "hallway",
  "bedroom",
  "study",
  "living room",
  "bathroom",
  "nursery",
  "workshop",
  "balcony",
  "garden",
];

/** Too long for one WhatsApp message. */
const EVERYTHING = [
  "# All about light",
  ...ROOMS.map(
    (room, at) => `## ${at + 1}. The ${room}

For the ${room} we suggest *warm white* (2,700 K) in the evening and *neutral white* (4,000 K) for work. A lamp of **${300 + at * 50} lumens** is enough for ${4 + at} square metres; two smaller ones are kinder to the eyes than one bright one.

- Put it ${60 + at * 5} cm above the surface you use.
- Choose \`IP${at < 5 ? 20 : 44}\` or better.
- A dimmer saves about ${10 + at} % of the energy.

> Customers often say: "I did not know that my ${room} could look like this."`,
  ),
  "That is all. Ask me about *any* room!",
].join("\n\n");

type Rule = { when: RegExp; answer(session: Session, question: string): AgentAnswer };

const MAX_WORDS_OF_INTEREST = 2;
const EMAIL = /[\w.+-]+@[\w-]+\.[\w.]+/;

const RULES: readonly Rule[] = [
  {
    when: EMAIL,
    answer: (session, question) => {
      const email = EMAIL.exec(question)?.[0] ?? "";
      session.email = email;
      delete session.waitsFor;
      const text =
        "Thank you, I have noted your e-mail address. A colleague writes to you **within one working day**.";
      return { text, action: { name: "lead", parameters: { email } } };
    },
  },
  {
    when: /\b(picture|photo)s?\b/i,
    answer: () => `This is the **Aurora desk lamp**, 42 cm high, €59:\n\n![Aurora](${SHOP_FILES}photo.jpg)`,
  },
  {
    when: /\bprice list\b/i,
    answer: () => `Here is our [price list](${SHOP_FILES}price-list.pdf). All prices **include VAT**.`,
  },
  { when: /tell me everything/i, answer: () => EVERYTHING },
  {
    when: /\b(human|person|someone|real agent|representative)\b/i,
    answer: (_, question) => {
      const text =
        "Of course. I am letting a colleague know; they answer **here in this chat** on weekdays from 9 to 18.";
      // The keyword alone is handled before any agent sees it.
      if (question.trim().split(/\s+/).length <= MAX_WORDS_OF_INTEREST) return text;
      return { text, action: { name: "escalate", parameters: { reason: "The customer asks for a person" } } };
    },
  },
  {
    when: /\b(e-?mail|contact me|call me|offer|quote)\b/i,
    answer: (session) => {
      session.waitsFor = "email";
      return "Gladly! Which **e-mail address** may we write to?";
    },
  },
  {
    when: /\b(return|returns|refund|exchange|send back)\b/i,
    answer: () =>
      "You can return everything **within 30 days**:\n\n1. Pack the lamp.\n2. Print the label from your order.\n3. Drop it at any post office.\n\nThe refund takes *3 to 5 days*.",
  },
  { when: /\b(canada|ship|shipping|deliver|delivery|send)\b/i, answer: () => SHIPPING },
  {
    when: /\b(open|opening|hours|close|closed)\b/i,
    answer: () =>
      "The shop is open **Monday to Friday 9:00–18:00** and **Saturday 10:00–14:00**. ~~Sundays~~ we sleep.",
  },
  { when: /\b(price|prices|cost|costs|how much|lamps?)\b/i, answer: () => PRICES },
  {
    when: /\b(what did i (just )?(ask|say)|my (last|previous) question)\b/i,
    answer: ({ questions }) => {
      const last = questions.at(-2);
      return last ? `Your question before was: “${last}”` : "This is your first question here.";
    },
  },
  {
    when: /^\s*(hi|hello|hey|good (morning|evening|afternoon))\b/i,
    answer: () =>
      "Hello! 👋 I am the assistant of **Lumen Lamps**. Ask me about *shipping*, *returns*, *prices* or *opening hours*.",
  },
  { when: /\b(thanks|thank you|bye)\b/i, answer: () => "You are welcome! 💡" },
];

const UNKNOWN =
  "I am sorry, I do not know that. I can help with *shipping*, *returns*, *prices* and *opening hours*, or **pass you to a colleague**.";

const UNSEEN = "I cannot open that here. Could you tell me **in words** what it is about?";

/** Notes of the system: docs/agent-instructions.md. */
const NOTES = /⟦[^⟧]*⟧/g;
/** A voice note is in the customer's own words. */
const HEARD = /⟦[^⟧"]*heard: "([^⟧]*)"[^⟧]*⟧/g;
const SEEN = /⟦[^⟧]*(?:shows|says): "([^⟧\n]{1,300})/;

function answerToFile(notes: string): string {
  const [, seen] = SEEN.exec(notes) ?? [];
  if (seen === undefined) return UNSEEN;
  return `Thank you, I had a look at it:\n\n> ${seen.replace(/"$/, "")}\n\nWhat would you like to know?`;
}

/**
 * The agent of an invented lamp shop: short, deterministic answers in Markdown to the customer's own words.
 */
export function answerOfLampShop(session: Session, text: string): AgentAnswer {
  const question = text.replaceAll(HEARD, "$1").replaceAll(NOTES, "").trim();
  session.questions.push(question || text);
  if (question === "" && text !== "") return answerToFile(text);
  return RULES.find(({ when }) => when.test(question))?.answer(session, question) ?? UNKNOWN;
}
