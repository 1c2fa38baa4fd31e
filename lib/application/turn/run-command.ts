import { publishCapturedWith } from "../notify/publish-captured.ts";
import { type CommandResult, DONE, type Engine } from "../ports/engine.ts";
import type { TurnCommand } from "../ports/ports.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { partFailedWith } from "../sending/part-failed.ts";
import { sendMessageWith } from "../sending/send-message.ts";
import { answerConversationWith } from "./answer-conversation.ts";
import { concludeTurnWith } from "./conclude-turn.ts";
import { followUpWith } from "./follow-up.ts";

/** Milliseconds after which a lead that nothing would come back for is tried again. */
const LEAD_AGAIN = 10_000;

/** Does what a command of the turns queue asks for. `deadline`: milliseconds since 1970. */
export const runCommandWith = (engine: Engine) => {
  const answer = answerConversationWith(engine);

  return async (command: TurnCommand, deadline: number): Promise<CommandResult> => {
    switch (command.kind) {
      case "wake": {
        const { conversation, number, notBefore } = command;
        if (notBefore === undefined) return answer(conversation, deadline, number);
        const milliseconds = notBefore - engine.clock.now();
        if (milliseconds > 0) return { kind: "later", milliseconds, why: "side-task" };
        // It waited apart; now it lines up behind the conversation's other commands.
        await queueWakeUp(engine.turnQueue, conversation, number);
        return DONE;
      }
      case "part-failed":
        return partFailedWith(engine, answer)(command.reference, command.code, deadline);
      case "lead": {
        const published = await publishCapturedWith(engine)(command.conversation, command.number);
        return published === "done" ? DONE : { kind: "later", milliseconds: LEAD_AGAIN, why: "side-task" };
      }
      case "follow-up":
        return followUpWith(engine, sendMessageWith(engine, concludeTurnWith(engine)), answer)(command, deadline);
    }
  };
};
