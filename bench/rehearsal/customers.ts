import { setTimeout as pause } from "node:timers/promises";
import { type MetaNumber, messagesWebhook, metaMessage } from "../../local/meta/payloads.ts";
import type { Draw } from "../random.ts";
import type { RehearsalOptions } from "./options.ts";
import type { Proof } from "./proof.ts";
import { questionOf } from "./texts.ts";
import type { WebhookSender } from "./webhooks.ts";

const FIRST_PHONE = 15_551_000_000;
const LOOK_AGAIN_MS = 5;

export const customerOf = (conversation: number) => ({
  name: "Customer",
  phone: String(FIRST_PHONE + conversation),
});

export const conversationOfPhone = (phone: string) => Number(phone) - FIRST_PHONE;

type Parts = {
  options: RehearsalOptions;
  number: MetaNumber;
  proof: Proof;
  webhooks: WebhookSender;
  random: Draw;
};

/** Every customer writes equally often, at any time. Resolves when the last message has been taken. */
export async function writeAll({ options, number, proof, webhooks, random }: Parts): Promise<void> {
  const { conversations, messages, rate, open } = options;
  /** One entry for each message that is not yet written. */
  const left = Int32Array.from({ length: messages }, (_, at) => at % conversations);
  const writing = new Set<number>();
  const running = new Set<Promise<void>>();

  /** Somebody whose message before has been taken: else their order would be unknown. */
  function choose(size: number): number | undefined {
    const at = Math.floor(random.next() * size);
    const conversation = left[at] ?? 0;
    if (writing.has(conversation)) return undefined;
    left[at] = left[size - 1] ?? 0;
    return conversation;
  }

  async function write(message: number, conversation: number): Promise<void> {
    const customer = customerOf(conversation);
    const now = Date.now();
    proof.sent(message, conversation, now);
    const content = { type: "text", text: { body: questionOf(message) } };
    const id = `wamid.rehearsal${message}`;
    await webhooks.send(messagesWebhook(number, customer, [metaMessage(customer, id, now, content)]));
    writing.delete(conversation);
  }

  let dueAt = performance.now();
  for (let message = 0; message < messages; ) {
    const wait = rate > 0 ? dueAt - performance.now() : 0;
    const isFull = message - proof.answeredCount >= open;
    if (wait > 0 || isFull) {
      await pause(Math.max(Math.min(wait, 1_000), LOOK_AGAIN_MS));
      continue;
    }
    const conversation = choose(messages - message);
    if (conversation === undefined) {
      await pause(LOOK_AGAIN_MS);
      continue;
    }
    writing.add(conversation);
    const taken = write(message, conversation).finally(() => running.delete(taken));
    running.add(taken);
    message++;
    if (rate > 0) dueAt += random.gap(rate) * 1000;
  }
  await Promise.all(running);
}
