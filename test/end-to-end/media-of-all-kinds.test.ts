import { describe, expect, it } from "@jest/globals";
import { DEMO_MEDIA, DEMO_SETTINGS } from "../../local/demo.ts";
import type { SentFile } from "../../local/sent-file.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { aJpeg, anOggVoice } from "../support/media-fixtures.ts";
import { SMALL_FILES } from "../support/media-of-all-kinds.ts";
import { aStack, atRest, waitQuickly } from "../support/quiet-stack.ts";
import { customers } from "../support/staff.ts";
import { waitFor } from "../support/wait-for.ts";

const voice = (words: string): SentFile => ({
  kind: "voice",
  bytes: Buffer.from(anOggVoice({ words, seconds: 1 })),
  type: "audio/ogg; codecs=opus",
});
const photo = (words: string, bytes = 0): SentFile => ({
  kind: "photo",
  bytes: Buffer.from(aJpeg({ words, bytes })),
  type: "image/jpeg",
});

const somebody = customers("1555044");
const turns = { quietSeconds: 0, maxWaitSeconds: 0 };

const questions = ({ chatsby }: LocalStack, phone = "") =>
  chatsby.questions.flatMap(({ session, message }) => (session === phone ? [message] : []));
async function questionOf(stack: LocalStack, phone: string | undefined) {
  await waitQuickly(stack, "the question", () => questions(stack, phone).length > 0);
  return questions(stack, phone)[0] ?? "";
}

const stack = aStack({ settings: { ...DEMO_SETTINGS, turns, media: DEMO_MEDIA } });

describe.each(["meta", "twilio"] as const)("a customer of %s", (provider) => {
  it("may send anything, and the agent reads what is in it or that it cannot be read", async () => {
    const { [provider]: system } = stack();
    const senders = SMALL_FILES.map((each) => ({ ...each, customer: somebody() }));
    const sent = await Promise.all(senders.map(({ customer, file }) => system.sendFile(customer, file)));
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([200]));
    await waitQuickly(
      stack(),
      "all questions",
      () => senders.every(({ customer }) => questions(stack(), customer.phone).length > 0),
      60,
    );
    await atRest(stack());
    const wrong = senders.filter(({ customer, reads }) => {
      const [question, ...again] = questions(stack(), customer.phone);
      return !question?.includes(reads) || again.length > 0;
    });
    expect(
      wrong.map(({ what, reads, customer }) => [what, reads, questions(stack(), customer.phone)]),
    ).toEqual([]);
    expect(senders.length).toBeGreaterThanOrEqual(30);
  });

  it("whose file is gone is answered all the same", async () => {
    const { [provider]: system } = stack();
    const customer = somebody();
    system.media.lookupFaults.next(...[1, 2, 3, 4].map(() => ({ status: 404 })));
    await system.sendFile(customer, voice("Sesam"));
    expect(await questionOf(stack(), customer.phone)).toContain("cannot be heard here");
    system.media.lookupFaults.clear();
  });

  it("whose file is of 25 MB is answered, and no engine is paid", async () => {
    const { [provider]: system, awsMedia } = stack();
    const customer = somebody();
    const calls = awsMedia.calls.length;
    await system.sendFile(customer, photo("Sesam", 25_000_000));
    expect(await questionOf(stack(), customer.phone)).toContain("cannot be seen here");
    expect(awsMedia.calls).toHaveLength(calls);
  });
});

describe("an engine", () => {
  it("hears a voice note once that comes three times", async () => {
    const { meta, awsMedia } = stack();
    const customer = somebody();
    const calls = awsMedia.calls.length;
    const payloads: unknown[] = [];
    const { deliver } = meta;
    meta.deliver = (payload, hear) => {
      payloads.push(payload);
      return deliver.call(meta, payload, hear);
    };
    await meta.sendFile(customer, voice("two lamps"));
    await Promise.all(payloads.flatMap((payload) => [meta.deliver(payload), meta.deliver(payload)]));
    meta.deliver = deliver;
    await questionOf(stack(), customer.phone);
    await atRest(stack());
    expect(questions(stack(), customer.phone)).toEqual(['⟦voice note: heard: "two lamps"⟧']);
    expect(awsMedia.calls.length - calls).toBeLessThanOrEqual(2);
  });

  it("is not paid twice when the worker dies after it has heard, and the agent reads what was heard", async () => {
    const { meta, awsMedia, chatsby } = stack();
    const customer = somebody();
    const before = awsMedia.transcriptions.length;
    chatsby.delayMs = 2_000;
    await meta.sendFile(customer, voice("two lamps"));
    await questionOf(stack(), customer.phone);
    await stack().kill("worker");
    chatsby.delayMs = 0;
    await waitQuickly(stack(), "the second question", () => questions(stack(), customer.phone).length === 2);
    await atRest(stack(), { quickly: true });
    expect(new Set(questions(stack(), customer.phone))).toEqual(
      new Set(['⟦voice note: heard: "two lamps"⟧']),
    );
    expect(awsMedia.transcriptions.length - before).toBe(1);
    expect(meta.phone.replies(customer.phone)).toHaveLength(1);
  });

  it("is not paid twice when the worker dies while it hears, and the customer is answered", async () => {
    const { meta, awsMedia } = stack();
    const customer = somebody();
    const before = awsMedia.transcriptions.length;
    awsMedia.faults.transcribe.next({ delayMs: 3_000 });
    await meta.sendFile(customer, voice("two lamps"));
    await waitFor("the engine", () => awsMedia.transcriptions.length > before);
    await stack().kill("worker");
    expect(await questionOf(stack(), customer.phone)).toContain("cannot be heard here");
    await atRest(stack(), { quickly: true });
    expect(awsMedia.transcriptions.length - before).toBe(1);
    expect(questions(stack(), customer.phone)).toHaveLength(1);
  });
});

describe("with the shortest time-out, an engine", () => {
  const impatient = aStack({
    settings: { ...DEMO_SETTINGS, turns, media: { ...DEMO_MEDIA, timeoutSeconds: 5 } },
  });

  it("that takes too long holds nobody up for longer than the setting", async () => {
    const { meta, awsMedia } = impatient();
    const customer = somebody();
    awsMedia.faults.bedrock.next({ delayMs: 20_000 });
    const startedAt = performance.now();
    await meta.sendFile(customer, photo("Sesam"));
    expect(await questionOf(impatient(), customer.phone)).toContain("cannot be seen here");
    expect(performance.now() - startedAt).toBeLessThan(12_000);
  });
});
