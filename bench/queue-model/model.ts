import { AdaptiveTimeout, type Call, type TimeoutRule } from "../../lib/application/turn/adaptive-timeout.ts";
import { agentBackoffMs } from "../../lib/domain/backoff.ts";
import { msUntilQuiet } from "../../lib/domain/turn/quiet.ts";
import { seeded } from "../random.ts";
import { ask } from "./agent.ts";
import { EventQueue } from "./event-queue.ts";
import type { QueueModel } from "./queue-model.ts";
import { Waits } from "./waits.ts";

/** `arrivals`: when the messages came that wait. `waking`: wake-ups that stand in the queue. */
type Conversation = { arrivals: number[]; failures: number; waking: number; inFlight: boolean };

/** A process that Lambda keeps. */
type Worker = { timeout: AdaptiveTimeout };

type Event =
  | { kind: "message" }
  | { kind: "wake-up"; conversation: number }
  | { kind: "visible"; conversation: number }
  | { kind: "ended"; conversation: number; messages: number; answered: boolean }
  | { kind: "asked"; worker: Worker; call: Call; answered: boolean }
  | { kind: "free"; worker: Worker }
  | { kind: "scale" };

const SCALE_EVERY_SECONDS = 1;
const NEVER_SHORT: TimeoutRule = {
  timeouts: Number.POSITIVE_INFINITY,
  shortTime: 1,
  shortestTime: 1,
  firstProbe: 0,
  probeEvery: 0,
};
/** A wake-up that finds nothing to do, or too early. */
const LOOK_SECONDS = 0.03;
const ROUNDING_MS = 0.01;
const ANY_TEXT = { kind: "text", text: "" } as const;

/** SQS's first-in-first-out queue, Lambda's event source and the worker, as one event after the other. */
export function runModel(model: QueueModel) {
  const { agent, workers, batchSize, quietSeconds, ownSeconds, countedFromSeconds, countedToSeconds } = model;
  const [arriving, serving] = [seeded(model.seed), seeded(model.seed + 1)];
  const events = new EventQueue<Event>();
  const conversations = new Map<number, Conversation>();
  /** Conversations with a wake-up that can be received, oldest first. */
  let ready: number[] = [];
  let taken = 0;
  let [busy, allowed, inFlight, asking] = [0, Math.min(model.workersAtFirst, workers), 0, 0];
  const rule = model.timeoutRule === "none" ? NEVER_SHORT : model.timeoutRule;
  /** Those that wait for a batch; the last one to finish is the first one to get it. */
  const idle: Worker[] = [];
  const waits = new Waits();
  const counted = {
    arrived: 0,
    answered: 0,
    fallback: 0,
    /** Of those who wrote when the agent was back. */
    needlessFallback: 0,
    turns: 0,
    asked: 0,
    failed: 0,
    received: 0,
    invocations: 0,
  };
  const peak = { waiting: 0, inFlight: 0, asking: 0, workers: 0 };
  const time = { busySeconds: 0, lastSlowArrival: 0, endedAt: 0 };

  const outageEnd = agent.outage?.toSeconds ?? 0;

  const waiting = () => ready.length - taken;

  function stateOf(id: number): Conversation {
    const known = conversations.get(id) ?? { arrivals: [], failures: 0, waking: 0, inFlight: false };
    conversations.set(id, known);
    return known;
  }

  function line(id: number, { waking, inFlight: isInFlight }: Conversation): void {
    if (waking > 0 && !isInFlight) ready.push(id);
    peak.waiting = Math.max(peak.waiting, waiting());
  }

  function arrive(now: number): void {
    const id = model.conversations > 0 ? Math.floor(arriving.next() * model.conversations) : counted.arrived;
    counted.arrived++;
    stateOf(id).arrivals.push(now);
    events.push(now + quietSeconds, { kind: "wake-up", conversation: id });
    const next = now + arriving.gap(model.messagesPerSecond);
    if (next < model.seconds) events.push(next, { kind: "message" });
  }

  function wakeUp(id: number): void {
    const state = stateOf(id);
    state.waking++;
    if (state.waking === 1) line(id, state);
  }

  /** Returns how long it takes. */
  function handle(id: number, now: number, worker: Worker): number {
    const state = stateOf(id);
    state.waking--;
    state.inFlight = true;
    inFlight++;
    counted.received++;
    const messages = state.arrivals.map((at) => ({ arrivedAt: at * 1000, content: ANY_TEXT }));
    const quietMs = msUntilQuiet(messages, now * 1000, { ...model, adaptiveQuiet: false });
    if (state.arrivals.length === 0) return end(now + LOOK_SECONDS, id, 0, true) - now;
    if (quietMs > ROUNDING_MS) return later(now + LOOK_SECONDS, id, quietMs) - now;
    counted.asked++;
    peak.asking = Math.max(peak.asking, ++asking);
    const call = worker.timeout.begin(String(id), now * 1000, Number.POSITIVE_INFINITY);
    const { seconds, answered } = ask(agent, serving, now, call.timeoutMs / 1000);
    const doneAt = now + ownSeconds + seconds;
    events.push(now + seconds, { kind: "asked", worker, call, answered });
    if (!answered) counted.failed++;
    if (!answered && ++state.failures < model.agentAttempts)
      later(doneAt, id, agentBackoffMs(state.failures, undefined));
    else end(doneAt, id, state.arrivals.length, answered);
    return doneAt - now;
  }

  function end(at: number, conversation: number, messages: number, answered: boolean): number {
    events.push(at, { kind: "ended", conversation, messages, answered });
    return at;
  }

  /** Visibility timeouts are whole seconds. */
  function later(at: number, conversation: number, milliseconds: number): number {
    events.push(at + Math.ceil(milliseconds / 1000), { kind: "visible", conversation });
    return at;
  }

  function ended(now: number, { conversation, messages, answered }: Event & { kind: "ended" }): void {
    const state = stateOf(conversation);
    for (const arrivedAt of state.arrivals.splice(0, messages)) {
      const wait = now - arrivedAt;
      if (arrivedAt >= countedFromSeconds && arrivedAt < countedToSeconds) waits.add(wait);
      if (wait > model.slowSeconds) time.lastSlowArrival = Math.max(time.lastSlowArrival, arrivedAt);
      counted[answered ? "answered" : "fallback"]++;
      if (!answered && arrivedAt >= outageEnd) counted.needlessFallback++;
    }
    if (messages > 0) {
      counted.turns++;
      state.failures = 0;
    }
    state.inFlight = false;
    inFlight--;
    line(conversation, state);
    if (state.arrivals.length === 0 && state.waking === 0) conversations.delete(conversation);
    time.endedAt = now;
  }

  function visible(id: number): void {
    const state = stateOf(id);
    state.inFlight = false;
    inFlight--;
    state.waking++;
    line(id, state);
  }

  function dispatch(now: number): void {
    while (busy < allowed && waiting() > 0 && inFlight < model.maxInFlight) {
      busy++;
      counted.invocations++;
      const worker = idle.pop() ?? { timeout: new AdaptiveTimeout(agent.timeoutSeconds * 1000, rule) };
      let longest = 0;
      for (let size = 0; size < batchSize && waiting() > 0; size++)
        longest = Math.max(longest, handle(ready[taken++] ?? 0, now, worker));
      time.busySeconds += longest;
      events.push(now + longest, { kind: "free", worker });
    }
    if (taken > 10_000 && 2 * taken > ready.length) {
      ready = ready.slice(taken);
      taken = 0;
    }
    peak.workers = Math.max(peak.workers, busy);
    peak.inFlight = Math.max(peak.inFlight, inFlight);
  }

  events.push(arriving.gap(model.messagesPerSecond), { kind: "message" });
  events.push(SCALE_EVERY_SECONDS, { kind: "scale" });
  for (let next = events.pop(); next; next = events.pop()) {
    const { at, event } = next;
    switch (event.kind) {
      case "message":
        arrive(at);
        break;
      case "wake-up":
        wakeUp(event.conversation);
        break;
      case "visible":
        visible(event.conversation);
        break;
      case "ended":
        ended(at, event);
        break;
      case "asked":
        asking--;
        event.worker.timeout.end(event.call, at * 1000, event.answered);
        break;
      case "free":
        busy--;
        idle.push(event.worker);
        break;
      case "scale":
        if (waiting() > 0) allowed = Math.min(workers, allowed + model.addedPerSecond);
        if (events.size > 0) events.push(at + SCALE_EVERY_SECONDS, { kind: "scale" });
        break;
    }
    dispatch(at);
  }
  return { model, waits, counted, peak, time, left: conversations.size };
}

export type Modelled = ReturnType<typeof runModel>;
