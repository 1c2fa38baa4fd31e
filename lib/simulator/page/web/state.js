/** What the page knows, as the local stack tells it: see ../protocol.ts. */
export const state = {
  offset: 0,
  numbers: [],
  customers: new Map(),
  bubbles: new Map(),
  typing: new Set(),
  traces: new Map(),
  chats: new Map(),
  faults: { sends: [], agentSlowSeconds: 0, agentDown: false, statuses: "normal" },
  agent: { kind: "built-in", url: "" },
  news: [],
};

/** The chat that is shown. */
export const chosen = { customer: "", number: "" };

export const keyOf = ({ customer, number }) => `${customer} ${number}`;
export const now = () => Date.now() + state.offset;
export const isShown = (about) => keyOf(about) === keyOf(chosen);
export const numberShown = () => state.numbers.find(({ name }) => name === chosen.number);

const MOST_NEWS = 100;

const waiting = new Set();
function lookAgain() {
  for (const look of waiting) look();
}

/** Resolves as soon as it holds; looked at after every change. */
export const until = (holds) =>
  new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });

export function reset(snapshot) {
  const by = (list, key) => new Map(list.map((each) => [key(each), each]));
  const id = (each) => each.id;
  Object.assign(state, {
    offset: snapshot.offset,
    numbers: snapshot.numbers,
    customers: by(snapshot.customers, id),
    bubbles: by(snapshot.bubbles, id),
    typing: new Set(snapshot.typing.map(keyOf)),
    traces: by(snapshot.traces, id),
    chats: by(snapshot.chats, keyOf),
    faults: snapshot.faults,
    agent: snapshot.agent,
    news: [...snapshot.news],
  });
  if (!state.customers.has(chosen.customer)) chosen.customer = snapshot.customers[0]?.id ?? "";
  if (!numberShown()) chosen.number = snapshot.numbers[0]?.name ?? "";
  lookAgain();
}

/** Gives what has to be drawn anew. */
export function apply(change) {
  const what = applied(change);
  lookAgain();
  return what;
}

function applied(change) {
  switch (change.kind) {
    case "bubble":
      state.bubbles.set(change.bubble.id, change.bubble);
      return "bubbles";
    case "typing":
      state.typing = new Set(change.chats.map(keyOf));
      return "head";
    case "trace": {
      const steps = state.traces.get(change.trace.id)?.steps ?? [];
      state.traces.set(change.trace.id, { ...change.trace, steps });
      return "life";
    }
    case "step": {
      const trace = state.traces.get(change.trace);
      if (!trace) return "none";
      trace.steps = [...trace.steps.filter(({ id }) => id !== change.step.id), change.step].sort((one, other) => one.id - other.id);
      return "life";
    }
    case "chat":
      state.chats.set(keyOf(change.chat), change.chat);
      return "facts";
    case "customer":
      state.customers.set(change.customer.id, change.customer);
      return "customers";
    case "faults":
      state.faults = change.faults;
      return "faults";
    case "clock":
      state.offset = change.offset;
      return "facts";
    case "news":
      state.news = [...state.news.filter(({ id }) => id !== change.news.id), change.news].slice(-MOST_NEWS);
      return "staff";
    default:
      // A later stack may tell of more.
      return "none";
  }
}
