import * as z from "zod/mini";
import type { Line } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { serverEvents } from "../chat/events.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";

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
  lines: z.array(
    z.object({ kind: z.enum(["text", "bullet", "number", "quote", "code"]), spans: z.array(span) }),
  ),
  options: z.optional(z.array(text)),
  file: z.optional(z.object({ url: text })),
  at: z.number(),
});
const trace = z.object({
  id: text,
  state: z.enum(["waiting", "answered", "handed-off", "ignored", "deferred", "failed"]),
  reason: z.optional(text),
});
const chatFacts = z.object({
  customer: text,
  number: text,
  handoff: z.optional(z.object({ reason: text })),
  nextTry: z.optional(z.object({ why: text })),
});
const change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("bubble"), bubble }),
  z.object({ kind: z.literal("trace"), trace }),
  z.object({ kind: z.literal("chat"), chat: chatFacts }),
  z.object({ kind: z.literal("rest"), trace: text }),
]);
const snapshot = z.object({ numbers: z.array(z.object({ name: text })) });
const acted = z.object({
  ok: z.boolean(),
  problem: z.optional(text),
  message: z.optional(text),
  customer: z.optional(text),
});

export type StackBubble = Omit<z.output<typeof bubble>, "lines"> & { lines: readonly Line[] };
type Place = { customer: string; number: string };
const chatName = ({ customer, number }: Place) => `${number} ${customer}`;

/** What the local stack has told so far. */
class StackView {
  readonly bubbles = new Map<string, StackBubble>();
  readonly traces = new Map<string, z.output<typeof trace>>();
  /** Messages after which nothing more is sent. */
  readonly rested = new Set<string>();
  readonly #handoffs = new Map<string, string | undefined>();
  readonly #askedAgain = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  ended = false;

  handoffIn = (place: Place): string | undefined => this.#handoffs.get(chatName(place));

  /** How often the agent failed and is to be asked again. */
  retriesIn = (place: Place): number => this.#askedAgain.get(chatName(place)) ?? 0;

  take(data: string): void {
    const read = z.safeParse(change, JSON.parse(data));
    if (read.success) this.#apply(read.data);
    this.wake();
  }

  wake(): void {
    for (const look of this.#waiting) look();
  }

  /** `false`: it did not become true before the signal. */
  until(holds: () => boolean, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const look = () => {
        const result = holds();
        if (!result && !signal.aborted && !this.ended) return;
        this.#waiting.delete(look);
        signal.removeEventListener("abort", look);
        resolve(result);
      };
      this.#waiting.add(look);
      signal.addEventListener("abort", look);
      look();
    });
  }

  #noteChat(chat: z.output<typeof chatFacts>): void {
    this.#handoffs.set(chatName(chat), chat.handoff?.reason);
    if (chat.nextTry?.why === "agent") this.#askedAgain.set(chatName(chat), this.retriesIn(chat) + 1);
  }

  #apply(said: z.output<typeof change>): void {
    switch (said.kind) {
      case "bubble":
        this.bubbles.set(said.bubble.id, said.bubble);
        break;
      case "trace":
        this.traces.set(said.trace.id, said.trace);
        break;
      case "chat":
        this.#noteChat(said.chat);
        break;
      case "rest":
        this.rested.add(said.trace);
        break;
    }
  }
}

export type EvaluationStack = {
  /** Names, as in the settings. */
  numbers: readonly string[];
  view: StackView;
  /** Returns the customer's id. `country`: two letters. */
  addCustomer(name: string, country: string): Promise<string>;
  /** Through the provider's signed webhook. Returns the message's id. */
  say(place: Place, words: string): Promise<string>;
};

/** Follows the stack at `base` until the signal. Throws CliProblem. */
export async function openEvaluationStack(
  base: URL,
  io: Pick<Io, "fetch">,
  signal: AbortSignal,
): Promise<EvaluationStack> {
  const response = await io.fetch(new URL("/local/events", base), { signal }).catch(() => undefined);
  if (!response?.ok || !response.body)
    throw new CliProblem(EXIT.failed, "The system on this machine does not answer.");
  const events = serverEvents(response.body);
  const first = await events.next();
  const began = z.safeParse(snapshot, first.done ? undefined : JSON.parse(first.value.data));
  const view = new StackView();
  const follow = async () => {
    for await (const { event, data } of events) if (event === "change") view.take(data);
  };
  void follow()
    .catch(() => undefined)
    .finally(() => {
      view.ended = true;
      view.wake();
    });

  async function act(what: Record<string, string>) {
    const answer = await io.fetch(new URL("/local/act", base), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(what),
      signal,
    });
    const read = z.safeParse(acted, await answer.json().catch(() => undefined));
    if (read.success && read.data.ok) return read.data;
    throw new CliProblem(
      EXIT.failed,
      (read.success && read.data.problem) || "The system on this machine did not take a question.",
    );
  }

  return {
    numbers: began.data?.numbers.map(({ name }) => name) ?? [],
    view,
    addCustomer: async (name, country) => (await act({ do: "add-customer", name, country })).customer ?? "",
    say: async ({ customer, number }, words) =>
      (await act({ do: "say", customer, number, text: words })).message ?? "",
  };
}
