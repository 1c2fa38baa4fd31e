import { AGENT_SEND_BLOCKS } from "../../domain/conversation/send-block.ts";
import type { StoredSideTask } from "../../domain/conversation/side-tasks.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { isSettled } from "../../domain/turn/turn.ts";
import { runStoredSideTask } from "../notify/stored-side-tasks.ts";
import { type CommandResult, DONE } from "../ports/command-result.ts";
import type { Engine, Rules } from "../ports/engine.ts";
import type { Loaded, TurnCommand } from "../ports/ports.ts";
import { saveAlways } from "../ports/save-always.ts";
import { type MessageRequest, sendMessage, stateAfterTurn } from "../sending/send-message.ts";

type FollowUpCommand = TurnCommand & { kind: "follow-up" };
type FollowUp = Rules["followUps"][number];

/**
 * For a conversation in which nobody has written since. Lapses with the next turn. The caller then goes on
 * with the conversation, also with a follow-up that an earlier attempt has begun. Safe to repeat.
 */
export async function sendFollowUp(
  engine: Engine,
  command: FollowUpCommand,
  deadline: number,
): Promise<CommandResult> {
  const { conversations, rules, schedules, numberNamed } = engine;
  const { conversation, number: name, step } = command;
  const loaded = await conversations.load(conversation, name);
  const [number, due, following] = [numberNamed(name), rules.followUps[step], rules.followUps[step + 1]];
  const { customer } = loaded.state;
  if (!number || !due || !customer || !isDue(engine, loaded, command)) return DONE;
  // Before it is sent: a repeat after a crash plans the same.
  const planned = following && schedules && planFor(engine, command, due, following);
  const state = planned ? await runStoredSideTask(engine, loaded.state, name, planned) : loaded.state;
  const result = await sendMessage(
    engine,
    { state: stateAfterTurn(state), number, deadline },
    requestFor(command, due, customer),
  );
  if (result.kind === "notSent" && state !== loaded.state) await saveAlways(conversations, state);
  return result.kind === "retryAfter" ? result : DONE;
}

function isDue(
  { clock }: Engine,
  { state, pending, switchedOff, suspendedUntil = 0 }: Loaded,
  command: FollowUpCommand,
): boolean {
  const { turn, movedTo, lastInboundAt = 0 } = state;
  const isLatest =
    turn?.id === command.turn && isSettled(turn) && !turn.reopened && pending.length === 0 && !movedTo;
  // Messages that were handed to people meanwhile left the turn in its place.
  const leftAt = turn?.parts.at(-1)?.sendingAt ?? 0;
  return isLatest && lastInboundAt <= leftAt && !switchedOff && suspendedUntil <= clock.now();
}

const causeOf = ({ turn, step }: FollowUpCommand) => `follow-up ${turn} ${step}`;

function planFor(
  { clock, turnIdFor }: Engine,
  command: FollowUpCommand,
  due: FollowUp,
  following: FollowUp,
): StoredSideTask {
  const at = clock.now() + (following.afterHours - due.afterHours) * HOUR_MS;
  return {
    kind: "follow-up",
    number: command.number,
    at,
    turn: turnIdFor(causeOf(command)),
    step: command.step + 1,
  };
}

function requestFor(command: FollowUpCommand, due: FollowUp, customer: Customer): MessageRequest {
  const template = due.template?.(customer);
  const text = template ? (template.preview ?? `[template ${template.name}]`) : (due.text ?? "");
  return {
    cause: causeOf(command),
    parts: [template ? { text, template } : { text }],
    by: "system",
    countsAs: "follow-up",
    blockedBy: [...AGENT_SEND_BLOCKS, "no-templates"],
    ...(template && { anytime: true }),
  };
}
