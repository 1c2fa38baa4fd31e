import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type {
  Bubble,
  Change,
  ChatFacts,
  ChatKey,
  News,
  NumberSuspension,
  PageTrouble,
  Snapshot,
  Trace,
} from "./protocol/protocol.ts";
import type { Step } from "./protocol/steps.ts";

const MAX_BUBBLES = 2_000;
const MAX_TRACES = 500;
const MAX_STEPS = 200;
const MAX_CHATS = 500;
const MAX_PLACES = 2_000;
const MAX_NEWS = 100;

export const chatName = ({ customer, number }: ChatKey) => `${number} ${customer}`;

function bound<Value>(map: Map<string, Value>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}

type OpenStep = Step extends infer Each ? (Each extends Step ? Omit<Each, "id" | "at"> : never) : never;
type KeptTrace = Omit<Trace, "steps"> & { steps: Step[] };

/** The page's whole state, within limits. Listeners get every change. */
export class Board {
  readonly bubbles = new Map<string, Bubble>();
  readonly traces = new Map<string, KeptTrace>();
  readonly chats = new Map<string, ChatFacts>();
  readonly news: News[] = [];
  /** By number. */
  readonly suspensions = new Map<string, NumberSuspension>();
  troubles: readonly PageTrouble[] = [];
  deadLetters = 0;
  /** By conversation: when what waits there is tried again. */
  readonly nextTries = new Map<string, NonNullable<ChatFacts["nextTry"]>>();
  /** The owner by conversation id. A chat may have had several conversations. */
  readonly #places = new Map<string, ChatKey>();
  readonly #typing = new Map<string, ChatKey>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #now: () => number;
  #steps = 0;
  #news = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `look` again after each change until it finds something; `undefined` after an abort. */
  until<Found>(look: () => Found | undefined, signal: AbortSignal): Promise<Found | undefined> {
    return new Promise((resolve) => {
      const end = (found: Found | undefined) => {
        stopListening();
        signal.removeEventListener("abort", onAbort);
        resolve(found);
      };
      const onAbort = () => end(undefined);
      const check = () => {
        const found = look();
        if (found !== undefined) end(found);
      };
      const stopListening = this.listen(check);
      signal.addEventListener("abort", onAbort);
      if (signal.aborted) onAbort();
      else check();
    });
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  place(conversation: string, { customer, number }: ChatKey): void {
    this.#places.set(conversation, { customer, number });
    bound(this.#places, MAX_PLACES);
  }

  whose = (conversation: string): ChatKey | undefined => this.#places.get(conversation);

  show(bubble: Bubble): void {
    this.bubbles.set(bubble.id, bubble);
    bound(this.bubbles, MAX_BUBBLES);
    this.tell({ kind: "bubble", bubble });
  }

  typing(chat: ChatKey, on: boolean): void {
    if (on === this.#typing.has(chatName(chat))) return;
    if (on) this.#typing.set(chatName(chat), { customer: chat.customer, number: chat.number });
    else this.#typing.delete(chatName(chat));
    this.tell({ kind: "typing", chats: [...this.#typing.values()] });
  }

  trace(id: string, about: Partial<Omit<Trace, "id" | "steps">> & ChatKey): void {
    const known = this.traces.get(id) ?? { id, startedAt: this.#now(), state: "waiting", steps: [] };
    const trace: KeptTrace = { ...known, ...about };
    this.traces.set(id, trace);
    bound(this.traces, MAX_TRACES);
    const { steps: _, ...rest } = trace;
    this.tell({ kind: "trace", trace: rest });
  }

  /** The result replaces the step when more is known. */
  step(traces: readonly string[], step: OpenStep, at = this.#now()): (step: OpenStep) => void {
    this.#steps += 1;
    const id = this.#steps;
    const put = (given: OpenStep) => {
      const whole: Step = { id, at, ...given };
      for (const name of traces) this.#put(name, whole);
    };
    put(step);
    return put;
  }

  #put(name: string, step: Step): void {
    const trace = this.traces.get(name);
    if (!trace) return;
    const index = trace.steps.findIndex(({ id }) => id === step.id);
    if (index >= 0) trace.steps[index] = step;
    else if (trace.steps.length >= MAX_STEPS) return;
    else trace.steps.push(step);
    this.tell({ kind: "step", trace: name, step });
  }

  chat(facts: ChatFacts): void {
    const name = chatName(facts);
    if (JSON.stringify(this.chats.get(name)) === JSON.stringify(facts)) return;
    this.chats.set(name, facts);
    bound(this.chats, MAX_CHATS);
    this.tell({ kind: "chat", chat: facts });
  }

  /** `undefined`: the number sends as usual. */
  number(name: string, suspension: NumberSuspension | undefined): void {
    if (JSON.stringify(this.suspensions.get(name)) === JSON.stringify(suspension)) return;
    if (suspension) this.suspensions.set(name, suspension);
    else this.suspensions.delete(name);
    this.tell({ kind: "suspensions", suspensions: [...this.suspensions.values()] });
  }

  setTroubles(
    found: readonly { kind: string; number?: string | undefined; what: string; fix: string }[],
  ): void {
    const troubles = found.map(({ kind, number, what, fix }) => ({
      kind,
      what,
      fix,
      ...omitUndefined({ number }),
    }));
    if (JSON.stringify(troubles) === JSON.stringify(this.troubles)) return;
    this.troubles = troubles;
    this.tell({ kind: "troubles", troubles });
  }

  countDeadLetters(count: number): void {
    if (count === this.deadLetters) return;
    this.deadLetters = count;
    this.tell({ kind: "dead-letters", count });
  }

  triesAgain(conversation: string, next: ChatFacts["nextTry"]): void {
    if (!next) this.nextTries.delete(conversation);
    else this.nextTries.set(conversation, next);
    bound(this.nextTries, MAX_CHATS);
  }

  report(
    news: { kind: "mail"; subject: string; text: string } | { kind: "event"; type: string; detail: string },
  ): void {
    this.#news += 1;
    const entry: News = { ...news, id: String(this.#news), at: this.#now() };
    this.news.push(entry);
    if (this.news.length > MAX_NEWS) this.news.shift();
    this.tell({ kind: "news", news: entry });
  }

  snapshot(): Pick<
    Snapshot,
    "bubbles" | "traces" | "chats" | "news" | "typing" | "suspensions" | "troubles" | "deadLetters"
  > {
    return {
      suspensions: [...this.suspensions.values()],
      troubles: this.troubles,
      deadLetters: this.deadLetters,
      bubbles: [...this.bubbles.values()],
      traces: [...this.traces.values()],
      chats: [...this.chats.values()],
      news: this.news,
      typing: [...this.#typing.values()],
    };
  }
}
