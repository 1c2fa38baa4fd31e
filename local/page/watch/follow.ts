import type { Clock, Loaded } from "../../../lib/application/ports/ports.ts";
import { windowClosesAt } from "../../../lib/domain/conversation/window.ts";
import { waitingSinceOf } from "../../../lib/domain/inbox/row-state.ts";
import type { Lead } from "../../../lib/domain/lead/lead.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { isSettled, type Turn } from "../../../lib/domain/turn/turn.ts";
import type { Board } from "../board.ts";
import type { ChatFacts, ChatKey, NumberSuspension, Trace } from "../protocol/protocol.ts";
import type { Costs } from "./costs.ts";
import type { LedgerSays, TableView } from "./lookup.ts";
import { AUTHORS, ENDINGS, type Turns } from "./turns.ts";

/** Joins simultaneous changes. */
const READ_AFTER_MS = 40;
/** While something waits, also without an event. */
const POLL_MS = 1_000;
const MAX_POLLED = 20;

type Followed = {
  board: Board;
  view: TableView;
  turns: Turns;
  costs: Costs;
  clock: Clock;
  /** By the queue. The worker may let a message wait longer. */
  heldBackSeconds: number;
};
type Where = ChatKey & { conversation: string };

export function followTable({ board, view, turns, costs, clock, heldBackSeconds }: Followed) {
  const planned = new Map<string, NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  function chatFacts(
    { customer, number }: Where,
    conversation: string,
    { state, pending, outbound, switchedOff }: Loaded,
    lead: Lead | undefined,
  ): ChatFacts {
    const { lastInboundAt, pausedAt, handoff, resumeAt, optedOutAt, noTemplatesAt, turn } = state;
    const waits = pending.length + outbound.length > 0 || (turn && !isSettled(turn));
    return {
      customer,
      number,
      conversation,
      ...(lastInboundAt !== undefined && { windowClosesAt: windowClosesAt(lastInboundAt) }),
      ...omitUndefined({ pausedAt }),
      ...(handoff && {
        handoff: {
          reason: handoff.reason,
          since: handoff.since,
          ...words(handoff, "by"),
          ...words(handoff, "summary"),
        },
      }),
      ...omitUndefined({ waitingSince: waitingSinceOf(state), resumesAt: resumeAt }),
      optedOut: optedOutAt !== undefined,
      noTemplates: noTemplatesAt !== undefined,
      switchedOff: switchedOff === true,
      waiting: pending.length + outbound.length,
      ...omitUndefined({ nextTry: waits ? board.nextTries.get(conversation) : undefined }),
      ...(lead && {
        lead: Object.fromEntries(
          Object.entries(lead.fields).map(([name, { value, source }]) => [name, { value, source }]),
        ),
      }),
      cost: costs.of({ customer, number }),
    };
  }

  function messageFacts(trace: Trace, says: LedgerSays): void {
    const { id, customer, number, steps } = trace;
    const has = (kind: string) => steps.some((step) => step.kind === kind);
    if (!has("ledger")) board.step([id], { kind: "ledger", result: "recorded" }, says.arrivedAt);
    if (says.waits && !has("queued"))
      board.step([id], { kind: "queued", seconds: heldBackSeconds }, says.arrivedAt);
    const state = ENDINGS.find((each) => each === says.outcome);
    const ended = steps.findLast((step) => step.kind === "ended")?.state;
    // A draft is answered later, by a tap.
    if (!state || ended === state || (ended !== undefined && ended !== "drafted")) return;
    const reason = says.reason === undefined ? {} : { reason: says.reason };
    board.step([id], { kind: "ended", state, ...reason }, says.endedAt);
    board.trace(id, { customer, number, state, ...reason, ...(says.turn && { turn: says.turn }) });
  }

  function namedBy(id: string, { customer, number }: Where, by: Turn["by"]): void {
    const about = by && AUTHORS[by];
    if (about && board.traces.get(id)?.about !== about) board.trace(id, { customer, number, about });
  }

  function suspensionOf(
    number: string,
    { suspension, throttledUntil = 0 }: Loaded,
  ): NumberSuspension | undefined {
    if (suspension && suspension.until > clock.now()) {
      const { until, since, code } = suspension;
      return { number, until, since, code };
    }
    return throttledUntil > clock.now() ? { number, until: throttledUntil } : undefined;
  }

  async function look(where: Where): Promise<void> {
    const { conversation, loaded, lead } = await view.conversation(where.conversation, where.number);
    board.number(where.number, suspensionOf(where.number, loaded));
    const { turn } = loaded.state;
    if (turn && board.traces.has(`turn:${turn.id}`)) namedBy(`turn:${turn.id}`, where, turn.by);
    board.chat(chatFacts(where, conversation, loaded, lead));
    const open = turns
      .waiting()
      .filter((trace) => trace.conversation === where.conversation && !trace.id.startsWith("turn:"));
    // After a change of the customer's identity, waiting messages continue in another conversation.
    const there = conversation === where.conversation ? [] : await view.messages(conversation, open);
    const says = new Map([...(await view.messages(where.conversation, open)), ...there]);
    board.place(conversation, where);
    for (const trace of open) {
      const found = says.get(trace.id);
      if (found) messageFacts(trace, found);
    }
  }

  function run(where: Where): void {
    if (stopped) return;
    const looking = look(where).catch((error: unknown) => {
      // An external table may be away for a moment. The next read shows it.
      if (!stopped)
        console.error(
          "simulator: the table cannot be read:",
          error instanceof Error ? error.name : "unknown",
        );
    });
    running.add(looking);
    void looking.then(() => running.delete(looking));
  }

  function soon(where: Where): void {
    if (stopped || planned.has(where.conversation)) return;
    const timer = setTimeout(() => {
      planned.delete(where.conversation);
      run(where);
    }, READ_AFTER_MS);
    planned.set(where.conversation, timer);
  }

  function lookAtWaiting(): void {
    const places = new Map(
      turns
        .waiting()
        .flatMap(({ customer, number, conversation }) =>
          conversation ? [[conversation, { customer, number, conversation }]] : [],
        ),
    );
    for (const where of [...places.values()].slice(-MAX_POLLED)) soon(where);
  }

  const timer = setInterval(lookAtWaiting, POLL_MS).unref();
  return {
    soon,
    async stop() {
      stopped = true;
      clearInterval(timer);
      for (const each of planned.values()) clearTimeout(each);
      await Promise.all(running);
    },
  };
}

const words = <Name extends string>(given: Partial<Record<Name, string>>, name: Name) =>
  given[name] === undefined ? {} : { [name]: given[name] };

export type Follow = ReturnType<typeof followTable>;
