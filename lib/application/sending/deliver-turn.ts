import { confirmationGraceMs, MAX_OUTBOUND_AGE_MS, MAX_UNKNOWN_ATTEMPTS } from "../../domain/backoff.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { SECOND_MS } from "../../domain/time.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import { formatReference } from "../../domain/turn/reference.ts";
import {
  cancelOpenParts,
  nextOpenPart,
  type Part,
  type ReplyPart,
  sentText,
  type Turn,
  withNextAttempt,
  withPart,
} from "../../domain/turn/turn.ts";
import { type RetryAfter, retryAfter } from "../ports/command-result.ts";
import type { Engine, SendContext, StateWithTurn } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { applyFailureAction, type FailureActionResult } from "./apply-failure-action.ts";
import { deliveryConfirmationOf } from "./delivery-confirmation.ts";
import { handOverOutside } from "./hand-over-outside.ts";
import { endingFor, saveUnlessBlocked } from "./save-unless-blocked.ts";

/** For the confirmation of an unknown send; then at doubling distances: each look is a paid receive. */
const FIRST_LOOK_MS = 5_000;

/**
 * `claimedPart`: just written as "sending" by the caller, and certainly not sent. Any other part in that
 * state may have left.
 */
export type Delivery = SendContext & { state: StateWithTurn; claimedPart?: number | undefined };

type OpenPart = { index: number; part: Part };

type PartResult = { kind: "goOn"; at: Delivery } | RetryAfter;

export type DeliveryResult = { kind: "settled"; state: StateWithTurn } | RetryAfter;

/**
 * Sends a turn's parts in order, beginning at the first one not settled. Each is written as "sending" before
 * its request leaves. One found in that state is unknown: a status settles it, and only without one after the
 * grace period is it sent again.
 */
export async function deliverTurn(engine: Engine, start: Delivery): Promise<DeliveryResult> {
  let at = start;
  for (;;) {
    const index = nextOpenPart(at.state.turn);
    const part = at.state.turn.parts[index];
    if (!part || !at.state.customer) return { kind: "settled", state: at.state };
    const result = await deliverPart(engine, at, { index, part });
    if (result.kind === "retryAfter") return result;
    at = result.at;
  }
}

/** Takes a part one write or one send further. */
async function deliverPart(engine: Engine, at: Delivery, open: OpenPart): Promise<PartResult> {
  const { clock } = engine;
  const { index, part } = open;
  const { turn, lastInboundAt } = at.state;
  const isClaimed = at.claimedPart === index;
  if (part.state === "sending" && !isClaimed) {
    const settled = await settleUnknown(engine, at, open);
    if (settled) return settled;
  }
  const waitMs = (turn.notBefore ?? 0) - clock.now();
  if (waitMs > 0) return retryAfter(waitMs, "refused");
  if (isOutdated(turn, clock.now())) return giveUp(engine, at, { kind: "failed", reason: "expired" });
  if (!turn.anytime && !isWindowOpen(lastInboundAt ?? 0, clock.now()))
    return giveUp(engine, at, { kind: "deferred", reason: "window" });
  if (part.state === "pending" && part.attempts > 0) {
    // It waited after a refusal, but an attempt before may have arrived.
    const confirmation = await deliveryConfirmationOf(engine.deliveries, at.state, index);
    if (confirmation && confirmation.state !== "failed")
      return save(engine, at, withPart(turn, index, { state: "accepted" }));
  }
  return isClaimed ? send(engine, at, open) : claim(engine, at, index);
}

const isOutdated = ({ by, startedAt, parts }: Turn, now: number) =>
  by === "person" &&
  now - startedAt > MAX_OUTBOUND_AGE_MS &&
  !parts.some(({ state }) => state === "accepted");

async function save({ conversations }: Engine, at: Delivery, turn: Turn): Promise<PartResult> {
  return { kind: "goOn", at: { ...at, state: await saveAlways(conversations, { ...at.state, turn }) } };
}

const giveUp = (engine: Engine, at: Delivery, ending: Outcome) =>
  save(engine, at, cancelOpenParts(at.state.turn, ending));

/** Judges the send blocks in the same write as "sending". When blocked, gives up the rest. */
async function claim(engine: Engine, at: Delivery, index: number): Promise<PartResult> {
  const turn = withNextAttempt(at.state.turn, index, engine.clock.now());
  const saved = await saveUnlessBlocked(engine, { ...at.state, turn });
  if (saved.kind === "saved") return { kind: "goOn", at: { ...at, state: saved.state, claimedPart: index } };
  const { conversation } = at.state;
  // Its customer gets a person instead, unless the system says it and answers no message.
  const answersCustomer = turn.by !== "system" || turn.messages.length > 0;
  const getsPerson = saved.others === "handoff" && answersCustomer;
  if (getsPerson) await handOverOutside(engine, { conversation, number: turn.number, id: turn.id });
  const ending = endingFor(getsPerson ? "paused" : saved.by);
  return giveUp(engine, { ...at, claimedPart: undefined }, ending);
}

/** By its delivery confirmation, or waits for one. `undefined`: send it again. */
async function settleUnknown(
  engine: Engine,
  at: Delivery,
  { index, part }: OpenPart,
): Promise<PartResult | undefined> {
  const { deliveries, clock, rules } = engine;
  const confirmation = await deliveryConfirmationOf(deliveries, at.state, index);
  if (confirmation?.state === "failed") {
    const code = confirmation.code ?? "failed";
    const action = at.number.failureActionFor(confirmation.code ?? "");
    return afterFailure(at, await applyFailureAction(engine, { state: at.state, index, code }, action));
  }
  if (confirmation) return save(engine, at, withPart(at.state.turn, index, { state: "accepted" }));
  const elapsedMs = clock.now() - (part.sendingAt ?? 0);
  const tries = part.attempts - (part.excused ?? 0);
  const waitMs = confirmationGraceMs(tries, rules.graceSeconds) - elapsedMs;
  if (waitMs > 0) return retryAfter(Math.min(waitMs, Math.max(FIRST_LOOK_MS, elapsedMs)), "confirmation");
  if (tries < MAX_UNKNOWN_ATTEMPTS) return undefined;
  return afterFailure(
    at,
    await applyFailureAction(
      engine,
      { state: at.state, index, code: "unknown", mayHaveArrived: true },
      "never",
    ),
  );
}

const afterFailure = (at: Delivery, result: FailureActionResult): PartResult =>
  result.kind === "retryAfter" ? result : { kind: "goOn", at: { ...at, state: result.state } };

const contentOf = ({ options, replyTo, template, media, ...part }: Part): Omit<ReplyPart, "disclosure"> => ({
  text: sentText(part),
  ...omitUndefined({ options, replyTo, template, media }),
});

async function send(engine: Engine, claimed: Delivery, { index, part }: OpenPart): Promise<PartResult> {
  const { telemetry, rules } = engine;
  const { state, number, deadline } = claimed;
  const { conversation, turn, customer = {} } = state;
  const reference = formatReference({ conversation, turn: turn.id, part: index, attempt: part.attempts });
  const outcome = await number.sender.send({ ...contentOf(part), to: customer, reference }, deadline);
  // From here on the part may have left.
  const at = { ...claimed, claimedPart: undefined };
  switch (outcome.kind) {
    case "accepted":
      return accept(engine, at, index, outcome.id);
    case "unknown":
      telemetry.count("PartsUnknown", 1, { number: turn.number });
      telemetry.warn("send.unknown", { conversation, turn: turn.id, part: index, code: outcome.code });
      return retryAfter(Math.min(FIRST_LOOK_MS, rules.graceSeconds * SECOND_MS), "confirmation");
    case "refused":
      return afterFailure(
        at,
        await applyFailureAction(engine, { state, index, code: outcome.code }, outcome.failureAction),
      );
  }
}

async function accept(engine: Engine, at: Delivery, index: number, id: string): Promise<PartResult> {
  const { turn } = at.state;
  engine.telemetry.count("PartsSent", 1, { number: turn.number });
  const accepted = { ...at, state: { ...at.state, turn: withPart(turn, index, { state: "accepted", id }) } };
  const next = nextOpenPart(accepted.state.turn);
  return accepted.state.turn.parts[next]?.state === "pending"
    ? claim(engine, accepted, next)
    : save(engine, accepted, accepted.state.turn);
}
