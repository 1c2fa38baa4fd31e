import type { ConversationId, NumberName, TurnId } from "../domain/ids.ts";
import { AGENT_SILENCES } from "../domain/silence.ts";
import { isSettled } from "../domain/turn.ts";
import type { Engine, Wake } from "./engine.ts";
import { beyondTurn, type Say } from "./say.ts";

const HOUR = 3_600_000;

/**
 * Says what the settings say after a conversation in which nobody has written since: a follow-up is about one turn, and lapses with the next.
 * `resume` goes on with the conversation afterwards, also with a follow-up that an earlier attempt has begun. May be repeated at any time.
 */
export const followUpWith = (
  engine: Engine,
  say: Say,
  resume: (conversation: ConversationId, deadline: number, number?: NumberName) => Promise<Wake>,
) => {
  const { conversations, clock, rules, schedules, numberNamed, turnIdFor } = engine;

  return async (
    { conversation, number: name, turn, step }: { conversation: ConversationId; number: NumberName; turn: TurnId; step: number },
    deadline: number,
  ): Promise<Wake> => {
    const { state, pending, switchedOff, heldUntil = 0 } = await conversations.load(conversation, name);
    const [number, due, next] = [numberNamed(name), rules.followUps[step], rules.followUps[step + 1]];
    const current = state.turn?.id === turn && isSettled(state.turn) && !state.turn.reopened && pending.length === 0 && !state.movedTo;
    const { customer } = state;
    // What was handed to people meanwhile left the turn in its place.
    const leftAt = state.turn?.parts.at(-1)?.sendingAt ?? 0;
    const writtenSince = (state.lastInboundAt ?? 0) > leftAt;
    const silent = switchedOff || heldUntil > clock.now();
    if (!current || writtenSince || !number || !due || !customer || silent) return resume(conversation, deadline, name);
    const cause = `follow-up ${turn} ${step}`;
    // Before it is said: whoever dies in between plans the same once more.
    if (next && schedules) {
      const at = clock.now() + (next.afterHours - due.afterHours) * HOUR;
      await schedules.set(conversation, at, { kind: "follow-up", conversation, number: name, turn: turnIdFor(cause), step: step + 1 });
    }
    const template = due.template?.(customer);
    const text = template ? (template.preview ?? `[template ${template.name}]`) : (due.text ?? "");
    const spoken = await say(
      beyondTurn(state),
      number,
      {
        cause,
        parts: [template ? { text, template } : { text }],
        by: "system",
        capped: "follow-up",
        silencedBy: [...AGENT_SILENCES, "no-templates"],
        ...(template && { anytime: true }),
      },
      deadline,
    );
    return spoken.kind === "waiting" ? spoken.wake : resume(conversation, deadline, name);
  };
};
