import { receiveWebhookWith } from "../../lib/application/receive-webhook.ts";
import type { Sabotage } from "./world.ts";

/** Realistic bugs, each of which some real project has had. The simulation must notice every one. */
export const MUTATIONS: Record<string, Sabotage> = {
  "a repeat is dropped although its first delivery died before queueing": {
    ledger: (real) => ({ record: async (entry) => ((await real.record(entry)) === "new" ? "new" : "answered") }),
  },
  "the webhook answers 200 although queueing failed": {
    receive: (deps) =>
      receiveWebhookWith({ ...deps, turnQueue: { send: (commands) => deps.turnQueue.send(commands).catch(() => undefined) } }),
  },
  "no ledger: every delivery of a message counts as new": {
    conversations: (real) => ({ ...real, end: async () => undefined }),
  },
  "parts are sent without being marked before": {
    conversations: (real) => ({
      ...real,
      save: (state, guard) => {
        const { turn } = state;
        if (!turn) return real.save(state, guard);
        const parts = turn.parts.map((part) => (part.state === "sending" ? { ...part, state: "pending" as const } : part));
        return real.save({ ...state, turn: { ...turn, parts } }, guard);
      },
    }),
  },
  "the answer is not stored before it is sent": {
    conversations: (real) => ({
      ...real,
      load: async (conversation) => {
        const loaded = await real.load(conversation);
        const { turn: _, ...state } = loaded.state;
        return { ...loaded, state };
      },
    }),
  },
  "messages end before the reply has left": {
    conversations: (real) => ({
      ...real,
      save: async (state, guard) => {
        const saved = await real.save(state, guard);
        if (saved === "saved" && state.turn?.parts.length) await real.end(state.conversation, state.turn.messages, { kind: "answered" });
        return saved;
      },
    }),
  },
  "evidence of an unknown send is not looked at": {
    deliveries: (real) => ({ ...real, find: async () => undefined }),
  },
  "an unknown send is repeated at once": {
    engine: (real) => ({ ...real, rules: { ...real.rules, graceSeconds: 0 } }),
  },
  "a pause is judged only before the agent is asked": {
    conversations: (real) => ({ ...real, save: (state) => real.save(state, "always") }),
  },
  "waiting messages are taken newest first": {
    conversations: (real) => ({
      ...real,
      load: async (conversation) => {
        const loaded = await real.load(conversation);
        return { ...loaded, pending: [...loaded.pending].reverse() };
      },
    }),
  },
  "a failed turn tells nobody": {
    engine: (real) => ({ ...real, events: { publish: async () => undefined } }),
  },
  "a timeout counts as sent": {
    engine: (real) => ({
      ...real,
      numberNamed: (name) => {
        const number = real.numberNamed(name);
        if (!number) return undefined;
        const send: typeof number.sender.send = async (message, deadline) => {
          const outcome = await number.sender.send(message, deadline);
          return outcome.kind === "unknown" ? { kind: "accepted", id: "" } : outcome;
        };
        return { ...number, sender: { ...number.sender, send } };
      },
    }),
  },
};
