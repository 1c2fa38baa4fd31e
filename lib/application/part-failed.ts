import type { Reference } from "../domain/reference.ts";
import { isSettled, withPart } from "../domain/turn.ts";
import { applyRemedyWith } from "./apply-remedy.ts";
import type { Engine, Wake } from "./engine.ts";
import { finishTurnWith } from "./finish-turn.ts";

/**
 * A status said that a part which the provider had accepted was not delivered after all. Does what the code asks for:
 * sends it again where that may help, else ends the turn as failed or held and tells the business.
 * `resume` goes on with the conversation afterwards. May be repeated at any time.
 */
export const partFailedWith = (engine: Engine, resume: (conversation: Reference["conversation"], deadline: number) => Promise<Wake>) => {
  const applyRemedy = applyRemedyWith(engine);
  const finish = finishTurnWith(engine);

  return async (reference: Reference, code: string, deadline: number): Promise<Wake> => {
    const { conversation, turn: id, part: index, attempt } = reference;
    const { state } = await engine.conversations.load(conversation);
    const { turn } = state;
    const part = turn?.parts[index];
    const number = turn && engine.numberNamed(turn.number);
    // Otherwise a later turn has begun or a later attempt was made: too late to mend, and the delivery record has it.
    if (turn?.id === id && number && part?.attempts === attempt) {
      const failing = { ...state, turn: withPart(turn, index, { state: "sending" }) };
      const remedied = part.state === "accepted" ? await applyRemedy(failing, index, code, number.remedyFor(code)) : undefined;
      if (remedied && !remedied.wait) await finish(remedied.state);
      // An earlier delivery of this command may have died after giving the part up and before telling anybody.
      if (part.state === "failed" && isSettled(turn)) await finish({ ...state, turn });
    }
    return resume(conversation, deadline);
  };
};
