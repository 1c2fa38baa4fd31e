import { AGENT_SEND_BLOCKS } from "../../domain/conversation/send-block.ts";
import type { ConversationId, NumberName, TurnId } from "../../domain/ids.ts";
import { HOUR_MS } from "../../domain/time.ts";
import { isSettled } from "../../domain/turn/turn.ts";
import { sideTasksWith } from "../notify/side-tasks.ts";
import { type CommandResult, type Engine, saveAlways } from "../ports/engine.ts";
import { beyondTurn, type SendMessage } from "../sending/send-message.ts";

/**
 * Says what the settings say after a conversation in which nobody has written since: a follow-up is about one turn, and lapses with the next.
 * `resume` goes on with the conversation afterwards, also with a follow-up that an earlier attempt has begun. May be repeated at any time.
 */
export const followUpWith = (
  engine: Engine,
  say: SendMessage,
  resume: (conversation: ConversationId, deadline: number, number?: NumberName) => Promise<CommandResult>,
) => {
  const { conversations, clock, rules, schedules, numberNamed, turnIdFor } = engine;
  const sideTasks = sideTasksWith(engine);

  return async (
    { conversation, number: name, turn, step }: { conversation: ConversationId; number: NumberName; turn: TurnId; step: number },
    deadline: number,
  ): Promise<CommandResult> => {
    const { state: loaded, pending, switchedOff, suspendedUntil = 0 } = await conversations.load(conversation, name);
    const [number, due, next] = [numberNamed(name), rules.followUps[step], rules.followUps[step + 1]];
    const current = loaded.turn?.id === turn && isSettled(loaded.turn) && !loaded.turn.reopened && pending.length === 0 && !loaded.movedTo;
    const { customer } = loaded;
    // What was handed to people meanwhile left the turn in its place.
    const leftAt = loaded.turn?.parts.at(-1)?.sendingAt ?? 0;
    const writtenSince = (loaded.lastInboundAt ?? 0) > leftAt;
    const silent = switchedOff || suspendedUntil > clock.now();
    if (!current || writtenSince || !number || !due || !customer || silent) return resume(conversation, deadline, name);
    const cause = `follow-up ${turn} ${step}`;
    // Before it is said: whoever dies in between plans the same once more.
    const planned = next && {
      kind: "follow-up" as const,
      number: name,
      at: clock.now() + (next.afterHours - due.afterHours) * HOUR_MS,
      turn: turnIdFor(cause),
      step: step + 1,
    };
    const state = planned && schedules ? await sideTasks.run(loaded, name, planned) : loaded;
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
        blockedBy: [...AGENT_SEND_BLOCKS, "no-templates"],
        ...(template && { anytime: true }),
      },
      deadline,
    );
    if (spoken.kind === "unsaid" && state !== loaded) await saveAlways(conversations, state);
    return spoken.kind === "waiting" ? spoken.wake : resume(conversation, deadline, name);
  };
};
