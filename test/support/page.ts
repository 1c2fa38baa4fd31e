import type { Bubble, Change, ChatFacts, Snapshot, Trace } from "../../local/page/protocol/protocol.ts";
import type { Act, Acted } from "../../local/page/protocol/protocol-acts.ts";
import type { Step } from "../../local/page/protocol/steps.ts";
import type { LocalStack } from "../../local/stack-options.ts";
import { waitQuickly } from "./quiet-stack.ts";
import { waitFor } from "./wait-for.ts";

export const SUPPORT = { customer: "15550177001", number: "support" };
export const SALES = { customer: "15550177001", number: "sales" };

async function actOn(url: string, act: Act): Promise<Acted> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/local/act`, { method: "POST", headers, body: JSON.stringify(act) });
  return JSON.parse(await response.text());
}

/** The page without a browser: reads the events and keeps their data. */
export class PageReader {
  snapshot: Snapshot | undefined;
  readonly ids: number[] = [];
  readonly changes: Change[] = [];
  readonly bubbles = new Map<string, Bubble>();
  readonly traces = new Map<string, Trace>();
  readonly chats = new Map<string, ChatFacts>();
  readonly #stack: () => LocalStack;
  readonly #ending = new AbortController();

  constructor(stack: () => LocalStack) {
    this.#stack = stack;
  }

  async open(): Promise<Snapshot> {
    const response = await fetch(`${this.#stack().url}/local/events`, { signal: this.#ending.signal });
    if (!response.body) throw new Error("no events");
    void this.#read(response.body).catch(() => undefined);
    return waitFor("the snapshot", () => this.snapshot);
  }

  close = () => this.#ending.abort();

  act = (act: Act): Promise<Acted> => actOn(this.#stack().url, act);

  /** Returns the id of the new bubble. */
  async send(act: Act): Promise<string> {
    const acted = await this.act(act);
    if (!acted.ok || !acted.message) throw new Error(`not sent: ${JSON.stringify(acted)}`);
    return acted.message;
  }

  trace = (id: string): Trace | undefined => this.traces.get(id);
  steps = <Kind extends Step["kind"]>(id: string, kind: Kind) =>
    (this.trace(id)?.steps ?? []).filter((step): step is Extract<Step, { kind: Kind }> => step.kind === kind);
  ended = (id: string, seconds?: number) => waitFor(...this.#end(id), seconds);
  /** As `waitQuickly`. */
  endedQuickly = (id: string, seconds?: number) => waitQuickly(this.#stack(), ...this.#end(id), seconds);
  replies = ({ customer, number } = SUPPORT) =>
    [...this.bubbles.values()].filter(
      (each) => each.from === "business" && each.customer === customer && each.number === number,
    );

  #end = (id: string) =>
    [
      `the end of ${id.slice(0, 12)}`,
      () => (this.trace(id)?.state === "waiting" ? undefined : this.trace(id)),
    ] as const;

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of body) {
      rest += decoder.decode(chunk, { stream: true });
      const events = rest.split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) this.#take(event);
    }
  }

  #take(event: string): void {
    const field = (name: string) =>
      event
        .split("\n")
        .find((line) => line.startsWith(`${name}: `))
        ?.slice(name.length + 2) ?? "";
    this.ids.push(Number(field("id")));
    if (field("event") === "snapshot") {
      const snapshot: Snapshot = JSON.parse(field("data"));
      this.snapshot = snapshot;
      for (const bubble of snapshot.bubbles) this.bubbles.set(bubble.id, bubble);
      for (const trace of snapshot.traces) this.traces.set(trace.id, trace);
      return;
    }
    const change: Change = JSON.parse(field("data"));
    this.changes.push(change);
    if (change.kind === "bubble") this.bubbles.set(change.bubble.id, change.bubble);
    if (change.kind === "chat") this.chats.set(`${change.chat.number} ${change.chat.customer}`, change.chat);
    if (change.kind === "trace")
      this.traces.set(change.trace.id, {
        ...change.trace,
        steps: this.traces.get(change.trace.id)?.steps ?? [],
      });
    const trace = change.kind === "step" && this.traces.get(change.trace);
    if (change.kind === "step" && trace) {
      const steps = [...trace.steps.filter(({ id }) => id !== change.step.id), change.step];
      this.traces.set(change.trace, { ...trace, steps: steps.sort((a, b) => a.id - b.id) });
    }
  }
}
