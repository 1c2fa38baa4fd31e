import { SECOND_MS } from "../../domain/time.ts";
import { longestQuietSeconds } from "../../domain/turn/quiet.ts";
import { publishCaptured } from "../notify/publish-captured.ts";
import { type CommandResult, DONE, retryAfter } from "../ports/command-result.ts";
import type { Engine } from "../ports/engine.ts";
import type { TurnCommand } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { partFailed } from "../sending/part-failed.ts";
import { answerConversation } from "./answer-conversation.ts";
import { sendFollowUp } from "./follow-up.ts";

const LEAD_RETRY_MS = 10_000;

export async function runCommand(
  engine: Engine,
  command: TurnCommand,
  deadline: number,
): Promise<CommandResult> {
  switch (command.kind) {
    case "wake":
      return wake(engine, command, deadline);
    case "part-failed": {
      const { conversation } = command.reference;
      const number = await partFailed(engine, command);
      return answerConversation(engine, { conversation, number, deadline });
    }
    case "lead": {
      const published = await publishCaptured(engine, command.conversation, command.number);
      return published === "done" ? DONE : retryAfter(LEAD_RETRY_MS, "side-task");
    }
    case "follow-up": {
      const { conversation, number } = command;
      const sent = await sendFollowUp(engine, command, deadline);
      return sent.kind === "done" ? answerConversation(engine, { conversation, number, deadline }) : sent;
    }
  }
}

async function wake(
  engine: Engine,
  command: TurnCommand & { kind: "wake" },
  deadline: number,
): Promise<CommandResult> {
  const { conversation, number, notBefore, quietUntil } = command;
  const quietMs = quietMsLeft(engine, quietUntil);
  if (quietMs > 0) return retryAfter(quietMs, "quiet");
  if (notBefore === undefined) return answerConversation(engine, { conversation, number, deadline });
  const waitMs = notBefore - engine.clock.now();
  if (waitMs > 0) return retryAfter(waitMs, "side-task");
  // It waited apart; now it lines up behind the conversation's other commands.
  await queueWakeUp(engine.turnQueue, conversation, number);
  return DONE;
}

/** Nothing is read for it. No message waits as long as a time that is further away: then its messages are looked at. */
function quietMsLeft({ clock, rules }: Engine, quietUntil: number | undefined): number {
  const leftMs = quietUntil === undefined ? 0 : quietUntil - clock.now();
  return leftMs <= longestQuietSeconds(rules) * SECOND_MS ? leftMs : 0;
}
