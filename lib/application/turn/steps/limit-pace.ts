import { resumeAtFor } from "../../../domain/handoff/pause-rules.ts";
import type { TurnId } from "../../../domain/ids.ts";
import { isBelowLimit } from "../../../domain/turn/hourly-limits.ts";
import { asText } from "../../../domain/turn/link-instead.ts";
import type { Outcome } from "../../../domain/turn/outcome.ts";
import { looksLikeLoop, type Pace, turnsPerHour, updatedPace } from "../../../domain/turn/pace.ts";
import { comparableText } from "../../../domain/turn/similarity.ts";
import { DONE } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { sendMessage, stateAfterTurn } from "../../sending/send-message.ts";
import { endPending } from "../end-messages.ts";
import { questionOf } from "../question-text.ts";
import { type AtNumber, answeredIds } from "../situation.ts";
import { unansweredTurn } from "../unanswered-turn.ts";

const MAX_QUESTION_LENGTH = 200;

/** Stops a conversation that has too many turns in an hour or looks like two bots. */
export async function limitPace(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { clock, rules } = engine;
  const { state, pending } = at;
  const counted = engine.turnIdFor(pending.at(-1)?.id ?? "");
  // A turn that is tried again has been counted, also one whose files are still being understood.
  if (unansweredTurn(state) || state.progress?.pace?.counted === counted) return next(at);
  const pace = paceWithTurn(at, counted, clock.now());
  const begun = { ...at, state: { ...state, progress: { ...state.progress, pace } } };
  if (looksLikeLoop(pace)) return breakLoop(engine, begun);
  return turnsPerHour(pace, clock.now()) > rules.maxPerHour ? capTurns(engine, at) : next(begun);
}

function paceWithTurn({ state: { turn, progress }, pending }: AtNumber, counted: TurnId, now: number): Pace {
  const ours = turn?.by ? [] : (turn?.parts ?? []);
  const [first] = pending;
  const isTyped = pending.every(({ content }) => content.kind === "text");
  const question = pending.map(questionOf).join("\n").slice(0, MAX_QUESTION_LENGTH).toWellFormed();
  return updatedPace(progress?.pace, {
    now,
    counted,
    question: isTyped ? question : undefined,
    typed: isTyped && first ? questionOf(first).length : undefined,
    writtenAt: first?.sentAt ?? 0,
    answeredAt: ours.at(-1)?.sendingAt,
    // The fallback text is no answer: an agent that is away does not make a bot on the other side.
    answer:
      ours.length > 0 && turn?.ending.kind === "answered"
        ? comparableText(ours.map(asText).join("\n"))
        : undefined,
  });
}

/**
 * Hands over to a person: another bot would never stop. The customer, who may be a person after all, is
 * notified once.
 */
async function breakLoop(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { conversations, controls, clock, rules, telemetry } = engine;
  const { state, pending, number } = at;
  const { conversation } = state;
  const now = clock.now();
  const id = `loop-${engine.turnIdFor(pending[0]?.id ?? "")}`;
  await controls.pause(
    conversation,
    { id, reason: "loop", since: now, origin: conversation },
    resumeAtFor(rules, number.name, now),
  );
  telemetry.count("LoopsDetected", 1, { number: number.name });
  telemetry.warn("loop.detected", { conversation, number: number.name });
  await saveAlways(conversations, state);
  await endPending(engine, at, { kind: "handed-off" });
  return RELOAD;
}

async function capTurns(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const { conversations, clock, telemetry } = engine;
  const { state, number } = at;
  const ending: Outcome = { kind: "ignored", reason: "too-many" };
  telemetry.count("TurnsLimited", 1, { number: number.name });
  if (isBelowLimit(state.progress?.lastHour, "too-many-line", clock.now())) {
    const messages = answeredIds(at);
    const text = number.textFor("tooMany", state.customer ?? {});
    const result = await sendMessage(
      engine,
      { ...at, state: stateAfterTurn(state) },
      {
        cause: `too-many ${messages[0]}`,
        parts: [{ text }],
        by: "system",
        countsAs: "too-many-line",
        messages,
        ending,
      },
    );
    if (result.kind === "retryAfter") return result;
    if (result.kind === "sent") return DONE;
    // The customer may get a person.
    if (result.why === "outside-rollout") return RELOAD;
  }
  await saveAlways(conversations, state);
  await endPending(engine, at, ending);
  return DONE;
}
