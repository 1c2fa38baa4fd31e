import { beforeAll, describe, expect, it } from "@jest/globals";
import { type Delivery, deliverPayload } from "../support/deliver-payload.ts";
import { LOST, PAYLOADS, TURNS } from "../support/payloads.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";

const stack = aStack();

/** Notes at the beginning of a message. */
const ABOUT = /^⟦(?:in reply to|the customer comes from|about the product|forwarded from)/;

describe("every payload, through the front door,", () => {
  const deliveries: Delivery[] = [];

  beforeAll(async () => {
    stack().chatsby.answer = (_, question) => `answer to ${question.split("\n").length}`;
    for (const [index, payload] of PAYLOADS.entries())
      deliveries.push(await deliverPayload(stack(), payload, index));
    await atRest(stack(), { seconds: 60 });
  }, 90_000);

  it("is answered 200, Twilio's with TwiML", () => {
    expect(deliveries.filter(({ status }) => status !== 200).map(({ payload }) => payload.file)).toEqual([]);
    for (const { payload, body } of deliveries)
      if (payload.provider === "twilio") expect(body).toContain("<Response></Response>");
  });

  it("starts exactly the turns that it should", () => {
    const { chatsby, meta, twilio } = stack();
    for (const { payload, phone } of deliveries) {
      const expected = TURNS[payload.file] ?? 0;
      const replies = [...meta.phone.replies(phone), ...twilio.phone.replies(phone)];
      const asked = chatsby.questions
        .filter(({ session }) => session === phone)
        .flatMap(({ message }) => message.split("\n").filter((line) => !ABOUT.test(line)));
      // One customer of the mixed batch is somebody else.
      const mine = payload.file.includes("multi_messages") ? expected - 1 : expected;
      expect({ file: payload.file, asked: asked.length }).toEqual({ file: payload.file, asked: mine });
      expect(replies.length > 0).toBe(expected > 0 || LOST.has(payload.file));
    }
  });

  it("leaves nothing in a dead-letter queue", async () => {
    const { turnsDeadLetters, deliveriesDeadLetters } = await stack().queueDepths();
    expect([turnsDeadLetters?.ready, deliveriesDeadLetters?.ready]).toEqual([0, 0]);
  });
});
