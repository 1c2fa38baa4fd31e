import { beforeAll, describe, expect, it } from "@jest/globals";
import { signMetaBody } from "../../lib/adapters/meta/signature.ts";
import { parseTwilioForm } from "../../lib/adapters/twilio/form.ts";
import { signTwilioRequest } from "../../lib/adapters/twilio/signature.ts";
import { DEMO_SECRETS } from "../../lib/simulator/demo.ts";
import { PAYLOADS, type Payload, TURNS } from "../support/payloads.ts";
import { aStack, atRest } from "../support/quiet-stack.ts";

const stack = aStack();

type Delivery = { payload: Payload; phone: string; status: number; body: string };

/** The payload as from a customer of its own, written just now: so the answers of many can be told apart. */
function personal({ raw, file }: Payload, index: number): { raw: Buffer; phone: string } {
  const phone = `1555018${String(index).padStart(4, "0")}`;
  const now = String(Math.floor(Date.now() / 1000));
  const text = raw
    .toString("utf8")
    .replaceAll("15550177001", phone)
    .replaceAll(/US\.41002003004005006007|(BR|MX)\.\d+/g, `US.${phone}`)
    .replaceAll(/"from": "(554700000001|5215500000001)"/g, `"from": "${phone}"`)
    .replaceAll(/wamid\.\w+/g, (id) => `${id}${index}`)
    .replaceAll(/(SM|MM)0{20}/g, `$1${String(index).padStart(20, "0")}`)
    .replaceAll(/"timestamp": ?"\d+"/g, `"timestamp":"${now}"`);
  return { raw: Buffer.from(text), phone: file.includes("bsuid_only") ? `US.${phone}` : phone };
}

async function deliver(payload: Payload, index: number): Promise<Delivery> {
  const { raw, phone } = personal(payload, index);
  const meta = payload.provider === "meta";
  const path = meta
    ? "/webhooks/meta"
    : payload.file.includes("/status")
      ? "/webhooks/twilio/status?ref=cw1.conv.turn.0.1"
      : "/webhooks/twilio";
  const url = `${stack().url}${path}`;
  const signature: Record<string, string> = meta
    ? { "x-hub-signature-256": signMetaBody(raw, DEMO_SECRETS.meta?.appSecrets[0] ?? "") }
    : { "x-twilio-signature": signTwilioRequest(url, parseTwilioForm(raw) ?? [], DEMO_SECRETS.twilio?.authTokens[0] ?? "") };
  const type = meta ? "application/json" : "application/x-www-form-urlencoded";
  const response = await fetch(url, { method: "POST", headers: { "content-type": type, ...signature }, body: new Uint8Array(raw) });
  return { payload, phone, status: response.status, body: await response.text() };
}

describe("every payload, through the front door,", () => {
  const deliveries: Delivery[] = [];

  beforeAll(async () => {
    stack().chatsby.answer = (_, question) => `answer to ${question.split("\n").length}`;
    for (const [index, payload] of PAYLOADS.entries()) deliveries.push(await deliver(payload, index));
    await atRest(stack(), 60);
  }, 90_000);

  it("is answered 200, Twilio's with TwiML", () => {
    expect(deliveries.filter(({ status }) => status !== 200).map(({ payload }) => payload.file)).toEqual([]);
    for (const { payload, body } of deliveries) if (payload.provider === "twilio") expect(body).toContain("<Response></Response>");
  });

  it("starts exactly the turns that it should", () => {
    const { chatsby, meta, twilio } = stack();
    for (const { payload, phone } of deliveries) {
      const expected = TURNS[payload.file] ?? 0;
      const replies = [...meta.phone.replies(phone), ...twilio.phone.replies(phone)];
      const asked = chatsby.questions.filter(({ session }) => session === phone).flatMap(({ message }) => message.split("\n"));
      // One customer of the mixed batch is somebody else.
      const mine = payload.file.includes("multi_messages") ? expected - 1 : expected;
      expect({ file: payload.file, asked: asked.length }).toEqual({ file: payload.file, asked: mine });
      expect(replies.length > 0).toBe(expected > 0);
    }
  });

  it("leaves nothing in a dead-letter queue", async () => {
    const { turnsDeadLetters, deliveriesDeadLetters } = await stack().queueDepths();
    expect([turnsDeadLetters.ready, deliveriesDeadLetters.ready]).toEqual([0, 0]);
  });
});
