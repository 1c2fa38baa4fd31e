import { effect, signal } from "@preact/signals";
import type {
  Bubble,
  Change,
  ChatFacts,
  ChatKey,
  News,
  NumberSuspension,
  PageCustomer,
  PageInbox,
  PageNumber,
  PageTrouble,
  Snapshot,
  Trace,
} from "../../local/page/protocol/protocol.ts";
import type { FaultState } from "../../local/page/protocol/protocol-faults.ts";

/** As the local stack reports it (local/page/protocol/protocol.ts). */
export const numbers = signal<readonly PageNumber[]>([]);
export const customers = signal<ReadonlyMap<string, PageCustomer>>(new Map());
export const bubbles = signal<ReadonlyMap<string, Bubble>>(new Map());
/** Keys of chats. */
export const typing = signal<ReadonlySet<string>>(new Set());
export const traces = signal<ReadonlyMap<string, Trace>>(new Map());
export const chats = signal<ReadonlyMap<string, ChatFacts>>(new Map());
export const faults = signal<FaultState>({
  sends: [],
  agentSlowSeconds: 0,
  agentDown: false,
  statuses: "normal",
  tokenExpired: false,
  workerFails: false,
});
/** Numbers that cannot send as usual. */
export const suspensions = signal<readonly NumberSuspension[]>([]);
/** What `wa status` finds. */
export const troubles = signal<readonly PageTrouble[]>([]);
export const deadLetters = signal(0);
export const agent = signal<Snapshot["agent"] | undefined>(undefined);
/** `undefined`: the settings switch it off. */
export const inbox = signal<PageInbox | undefined>(undefined);
export const news = signal<readonly News[]>([]);
/** Milliseconds by which the stack's clock is ahead. */
export const clockOffset = signal(0);

export const chosen = signal<ChatKey>({ customer: "", number: "" });
export type View = "chats" | "phone" | "inside";
/** On a narrow screen one view is shown at a time. */
export const view = signal<View>("phone");
/** `undefined` until the first event. */
export const connected = signal<boolean | undefined>(undefined);
export const problem = signal("");
export const seconds = signal(0);
/** Draws its caller again each second, for a time that is left. */
export const everySecond = (): number => seconds.value;

const MAX_NEWS = 100;

export const keyOf = ({ customer, number }: ChatKey): string => `${customer} ${number}`;
export const isShown = (about: ChatKey): boolean => keyOf(about) === keyOf(chosen.value);
export const now = (): number => Date.now() + clockOffset.value;
export const numberShown = (): PageNumber | undefined =>
  numbers.value.find(({ name }) => name === chosen.value.number);
/** `undefined` when the number sends as usual. Also ends with its time. */
export const suspensionOf = (number: string): NumberSuspension | undefined =>
  suspensions.value.find((each) => each.number === number && each.until > now());
export const chatShown = (): ChatFacts | undefined => chats.value.get(keyOf(chosen.value));

export function choose(change: Partial<ChatKey>): void {
  chosen.value = { ...chosen.value, ...change };
  view.value = "phone";
}

/** Checked after every change of the signals that the condition reads. */
export const until = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const dispose = effect(() => {
      if (!holds()) return;
      resolve();
      // Not within the effect's own first run.
      queueMicrotask(() => dispose());
    });
  });

const byId = <Item extends { id: string }>(items: readonly Item[]) =>
  new Map(items.map((item) => [item.id, item]));

export function reset(snapshot: Snapshot): void {
  clockOffset.value = snapshot.offset;
  numbers.value = snapshot.numbers;
  customers.value = byId(snapshot.customers);
  bubbles.value = byId(snapshot.bubbles);
  typing.value = new Set(snapshot.typing.map(keyOf));
  traces.value = byId(snapshot.traces);
  chats.value = new Map(snapshot.chats.map((chat) => [keyOf(chat), chat]));
  faults.value = snapshot.faults;
  suspensions.value = snapshot.suspensions;
  troubles.value = snapshot.troubles;
  deadLetters.value = snapshot.deadLetters;
  agent.value = snapshot.agent;
  news.value = snapshot.news;
  inbox.value = snapshot.inbox;
  const { customer, number } = chosen.value;
  chosen.value = {
    customer: customers.value.has(customer) ? customer : (snapshot.customers[0]?.id ?? ""),
    number: numberShown() ? number : (snapshot.numbers[0]?.name ?? ""),
  };
}

const withEntry = <Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> => new Map(map).set(key, value);

export function apply(change: Change): void {
  switch (change.kind) {
    case "bubble":
      bubbles.value = withEntry(bubbles.value, change.bubble.id, change.bubble);
      break;
    case "typing":
      typing.value = new Set(change.chats.map(keyOf));
      break;
    case "trace": {
      const steps = traces.value.get(change.trace.id)?.steps ?? [];
      traces.value = withEntry(traces.value, change.trace.id, { ...change.trace, steps });
      break;
    }
    case "step": {
      const trace = traces.value.get(change.trace);
      if (!trace) break;
      const steps = [...trace.steps.filter(({ id }) => id !== change.step.id), change.step].sort(
        (one, other) => one.id - other.id,
      );
      traces.value = withEntry(traces.value, trace.id, { ...trace, steps });
      break;
    }
    case "chat":
      chats.value = withEntry(chats.value, keyOf(change.chat), change.chat);
      break;
    case "customer":
      customers.value = withEntry(customers.value, change.customer.id, change.customer);
      break;
    case "faults":
      faults.value = change.faults;
      break;
    case "suspensions":
      suspensions.value = change.suspensions;
      break;
    case "troubles":
      troubles.value = change.troubles;
      break;
    case "dead-letters":
      deadLetters.value = change.count;
      break;
    case "clock":
      clockOffset.value = change.offset;
      break;
    case "news":
      news.value = [...news.value.filter(({ id }) => id !== change.news.id), change.news].slice(-MAX_NEWS);
      break;
    case "rest":
      break;
  }
}
