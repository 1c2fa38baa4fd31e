import { confirmationGraceMs, MAX_OUTBOUND_AGE_MS, MAX_UNKNOWN_ATTEMPTS } from "../../domain/backoff.ts";
import type { Outcome } from "../../domain/conversation/conversation.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import { SECOND_MS } from "../../domain/time.ts";
import { formatReference } from "../../domain/turn/reference.ts";
import { cancelOpenParts, nextOpenPart, type Part, type ReplyPart, type Turn, withPart } from "../../domain/turn/turn.ts";
import {
  type BusinessNumber,
  type CommandResult,
  type Engine,
  endingFor,
  type StateWithTurn,
  saveAlways,
  saveUnlessBlocked,
} from "../ports/engine.ts";
import { applyFailureActionWith } from "./apply-failure-action.ts";
import { deliveryConfirmationOf } from "./delivery-confirmation.ts";

/** Evidence of an unknown send is first looked for after this time, then at doubling distances: each look is a paid receive. */
const FIRST_LOOK = 5_000;

const contentOf = ({ text, options, replyTo, template }: Part): ReplyPart => ({
  text,
  ...(options && { options }),
  ...(replyTo && { replyTo }),
  ...(template && { template }),
});

export type Delivered = { kind: "settled"; state: StateWithTurn } | (CommandResult & { kind: "later" });

/**
 * Sends a turn's parts in order, resuming at the first one not known to be settled.
 * Each part is written as "sending" before its request leaves; whoever finds such a part treats it as unknown:
 * a status settles it, and only without one after the grace period is it sent again.
 */
export const deliverTurnWith = (
  engine: Pick<
    Engine,
    | "conversations"
    | "deliveries"
    | "controls"
    | "switches"
    | "conversationFor"
    | "clock"
    | "random"
    | "telemetry"
    | "rules"
    | "numberNamed"
    | "invalidateSecrets"
    | "turnQueue"
  >,
) => {
  const { conversations, deliveries, clock, telemetry, rules } = engine;
  const applyFailureAction = applyFailureActionWith(engine);

  const keep = (state: StateWithTurn, turn: Turn) => saveAlways(conversations, { ...state, turn });
  const giveUp = (state: StateWithTurn, ending: Outcome) => keep(state, cancelOpenParts(state.turn, ending));
  const sending = (turn: Turn, index: number) =>
    withPart(turn, index, { state: "sending", sendingAt: clock.now(), attempts: (turn.parts[index]?.attempts ?? 0) + 1 });

  /** Writes a part as "sending", silences judged in the same write; not `marked` when the rest had to be given up instead. */
  async function mark(state: StateWithTurn, index: number): Promise<{ state: StateWithTurn; marked?: number }> {
    const saved = await saveUnlessBlocked(engine, { ...state, turn: sending(state.turn, index) });
    return typeof saved === "string" ? { state: await giveUp(state, endingFor(saved)) } : { state: saved, marked: index };
  }

  /** Settles a part whose send is unknown by evidence; or says how long to wait; or nothing: it is to be sent again. */
  async function settleUnknown(state: StateWithTurn, index: number, part: Part, number: BusinessNumber) {
    const evidence = await deliveryConfirmationOf(deliveries, state, index);
    if (evidence?.state === "failed")
      return applyFailureAction(state, index, evidence.code ?? "failed", number.failureActionFor(evidence.code ?? ""));
    if (evidence) return { state: await keep(state, withPart(state.turn, index, { state: "accepted" })) };
    const elapsed = clock.now() - (part.sendingAt ?? 0);
    const wait = confirmationGraceMs(part.attempts - (part.excused ?? 0), rules.graceSeconds) - elapsed;
    if (wait > 0) return { state, wait: { milliseconds: Math.min(wait, Math.max(FIRST_LOOK, elapsed)), why: "evidence" as const } };
    if (part.attempts - (part.excused ?? 0) >= MAX_UNKNOWN_ATTEMPTS) return applyFailureAction(state, index, "unknown", "never");
    return undefined;
  }

  /** Records the acceptance and, in the same write, marks the next part. */
  async function accept(state: StateWithTurn, index: number, id: string): Promise<{ state: StateWithTurn; marked?: number }> {
    telemetry.count("PartsSent", 1, { number: state.turn.number });
    const accepted = { ...state, turn: withPart(state.turn, index, { state: "accepted", id }) };
    const next = nextOpenPart(accepted.turn);
    if (next >= 0 && accepted.turn.parts[next]?.state === "pending") return mark(accepted, next);
    return { state: await keep(accepted, accepted.turn) };
  }

  /** `mine`: the part that the caller has just written as "sending" and that certainly has not left yet. */
  return async function deliver(start: StateWithTurn, number: BusinessNumber, deadline: number, mine?: number): Promise<Delivered> {
    let state = start;
    let marked = mine;
    for (;;) {
      const { conversation, turn, customer, lastInboundAt } = state;
      const index = nextOpenPart(turn);
      const part = turn.parts[index];
      if (!part || !customer) return { kind: "settled", state };

      if (part.state === "sending" && marked !== index) {
        const settled = await settleUnknown(state, index, part, number);
        if (settled?.wait) return { kind: "later", ...settled.wait };
        if (settled) {
          state = settled.state;
          continue;
        }
      }
      const wait = (turn.notBefore ?? 0) - clock.now();
      if (wait > 0) return { kind: "later", milliseconds: wait, why: "refused" };
      // What people wanted to say hours ago would come out of place.
      const isOutdated = turn.by === "person" && clock.now() - turn.startedAt > MAX_OUTBOUND_AGE_MS;
      if (isOutdated && !turn.parts.some(({ state }) => state === "accepted")) {
        state = await giveUp(state, { kind: "failed", reason: "expired" });
        continue;
      }
      if (!turn.anytime && !isWindowOpen(lastInboundAt ?? 0, clock.now())) {
        state = await giveUp(state, { kind: "held", reason: "window" });
        continue;
      }
      if (part.state === "pending" && part.attempts > 0) {
        // It waited after a refusal, but an attempt before that one may have arrived meanwhile.
        const evidence = await deliveryConfirmationOf(deliveries, state, index);
        if (evidence && evidence.state !== "failed") {
          state = await keep(state, withPart(turn, index, { state: "accepted" }));
          continue;
        }
      }
      if (marked !== index) {
        ({ state, marked } = { marked: undefined, ...(await mark(state, index)) });
        continue;
      }
      marked = undefined;

      const reference = formatReference({ conversation, turn: turn.id, part: index, attempt: part.attempts });
      const outcome = await number.sender.send({ ...contentOf(part), to: customer, reference }, deadline);
      switch (outcome.kind) {
        case "accepted":
          ({ state, marked } = { marked: undefined, ...(await accept(state, index, outcome.id)) });
          break;
        case "unknown":
          telemetry.count("PartsUnknown", 1, { number: turn.number });
          telemetry.warn("send.unknown", { conversation, turn: turn.id, part: index, code: outcome.code });
          return { kind: "later", milliseconds: Math.min(FIRST_LOOK, rules.graceSeconds * SECOND_MS), why: "evidence" };
        case "refused": {
          const remedied = await applyFailureAction(state, index, outcome.code, outcome.failureAction);
          if (remedied.wait) return { kind: "later", ...remedied.wait };
          state = remedied.state;
        }
      }
    }
  };
};
