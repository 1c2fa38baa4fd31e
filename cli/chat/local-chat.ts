import * as z from "zod/mini";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { serverEvents } from "./events.ts";

const text = z.string();
const span = z.object({
  text,
  bold: z.boolean(),
  italic: z.boolean(),
  strike: z.boolean(),
  code: z.boolean(),
});
const bubble = z.object({
  id: text,
  customer: text,
  number: text,
  from: z.enum(["customer", "business"]),
  lines: z.array(z.object({ kind: text, spans: z.array(span) })),
  options: z.optional(z.array(text)),
  template: z.optional(text),
});
const snapshot = z.object({
  numbers: z.array(z.object({ name: text, provider: text })),
  customers: z.array(z.object({ id: text, name: text })),
});
const change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("bubble"), bubble }),
  z.object({ kind: z.literal("rest"), trace: text }),
]);
const actResult = z.union([
  z.object({ ok: z.literal(true), message: z.optional(text) }),
  z.object({ ok: z.literal(false), problem: text }),
]);

export type ChatBubble = z.output<typeof bubble>;
export type ChatEvent = { kind: "bubble"; bubble: ChatBubble } | { kind: "rest"; trace: string };

export type LocalChat = {
  numbers: z.output<typeof snapshot>["numbers"];
  customers: z.output<typeof snapshot>["customers"];
  /** Ends when the stack ends. */
  events: AsyncGenerator<ChatEvent>;
  sendText(customer: string, number: string, words: string): Promise<string>;
};

const OLD = "Is a stack of this version running there? Start it with `npm start`.";

/** Messages still go through the webhooks. */
export async function openChat(base: URL, io: Pick<Io, "fetch">, signal: AbortSignal): Promise<LocalChat> {
  const response = await io.fetch(new URL("/local/events", base), { signal }).catch(() => undefined);
  if (!response?.ok || !response.body)
    throw new CliProblem(EXIT.unreachable, `No local stack answers at ${base.origin}.`, [OLD]);
  const events = serverEvents(response.body);
  const first = await events.next();
  const began = z.safeParse(snapshot, first.done ? undefined : JSON.parse(first.value.data));
  if (!began.success) throw new CliProblem(EXIT.failed, `${base.origin} is not a local stack.`, [OLD]);

  async function* chatEvents(): AsyncGenerator<ChatEvent> {
    for await (const { event, data } of events) {
      const read = event === "change" ? z.safeParse(change, JSON.parse(data)) : undefined;
      if (!read?.success) continue;
      yield read.data;
    }
  }

  return {
    ...began.data,
    events: chatEvents(),
    async sendText(customer, number, words) {
      const answer = await io.fetch(new URL("/local/act", base), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ do: "say", customer, number, text: words }),
      });
      const read = z.safeParse(actResult, await answer.json().catch(() => undefined));
      if (read.success && read.data.ok && read.data.message !== undefined) return read.data.message;
      throw new CliProblem(
        EXIT.failed,
        read.success && !read.data.ok ? read.data.problem : "The message could not be sent.",
      );
    },
  };
}
