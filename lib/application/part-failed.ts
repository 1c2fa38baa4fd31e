import type { ConversationState } from "../domain/conversation.ts";
import type { NumberName } from "../domain/ids.ts";
import type { Reference } from "../domain/reference.ts";
import { formatReference } from "../domain/reference.ts";
import { type Turn, withPart } from "../domain/turn.ts";
import { applyRemedyWith } from "./apply-remedy.ts";
import { type BusinessNumber, type Engine, type StateWithTurn, saveAlways, type Wake } from "./engine.ts";
import { evidenceOf } from "./evidence.ts";
import { endOutboundWith } from "./speak-outbound.ts";

/**
 * A status said that a part which the provider had accepted was not delivered after all. Does what the code asks for:
 * sends it again where that may help, else ends the turn as failed or held and tells the business.
 * `resume` goes on with the conversation afterwards. May be repeated at any time.
 */
export const partFailedWith = (
  engine: Engine,
  resume: (conversation: Reference["conversation"], deadline: number, number?: NumberName) => Promise<Wake>,
) => {
  const { conversations, deliveries, events, telemetry } = engine;
  const applyRemedy = applyRemedyWith(engine);
  const endOutbound = endOutboundWith(engine);

  /** A further part of a reply that is held already, of which the re-engagement template told the customer: it waits with the others. */
  async function holdToo(state: ConversationState, { turn, part }: Reference, old: Turn | undefined): Promise<boolean> {
    const { held } = state.memory ?? {};
    const failed = old?.parts[part];
    if (!failed || held?.turn !== turn) return false;
    const { text, options } = failed;
    const known = held.parts.some((each) => each.text === text);
    const parts = known ? held.parts : [...held.parts, { text, ...(options && { options }) }];
    await saveAlways(conversations, { ...state, memory: { ...state.memory, held: { ...held, parts } } });
    return true;
  }

  /** The turn is still the conversation's latest, so the part can be mended. */
  async function mend(state: StateWithTurn, { part: index, attempt }: Reference, code: string, number: BusinessNumber) {
    const part = state.turn.parts[index];
    // A later attempt was made, and its own statuses tell.
    if (!part || part.attempts !== attempt) return;
    if (part.state !== "accepted") return;
    const evidence = await evidenceOf(deliveries, state, index);
    if (evidence && evidence.state !== "failed") return; // another attempt arrived
    const failing = { ...state, turn: { ...withPart(state.turn, index, { state: "sending" }), reopened: true } };
    await applyRemedy(failing, index, code, number.remedyFor(code));
  }

  /** Whatever it was about, it says that the customer wants nothing more. */
  async function heedRefusal(
    conversation: Reference["conversation"],
    turn: Reference["turn"],
    code: string,
    number: BusinessNumber | undefined,
  ) {
    const remedy = number?.remedyFor(code);
    if (remedy !== "opted-out" && remedy !== "no-templates") return;
    const scope = remedy === "opted-out" ? "all" : engine.rules.marketingStop;
    await engine.controls.wish(conversation, { id: `refused-${turn}`, wish: "stop", scope, source: "refusal", at: engine.clock.now() });
  }

  return async (reference: Reference, code: string, deadline: number): Promise<Wake> => {
    const { conversation, turn: id } = reference;
    const { state } = await conversations.load(conversation);
    const { turn } = state;
    const number = turn && engine.numberNamed(turn.number);
    if (turn?.id === id && number && !state.movedTo) await mend({ ...state, turn }, reference, code, number);
    else if (turn) {
      // The conversation has gone on, or elsewhere: sending an old answer now would confuse. Somebody must know all the same.
      const old = await conversations.archived(conversation, id);
      if (number?.remedyFor(code) === "template" && (await holdToo(state, reference, old)))
        return resume(conversation, deadline, turn.number);
      if (old?.outbound !== undefined)
        await endOutbound(
          conversation,
          { outbound: old.outbound, campaign: old.campaign, claimedAs: old.claimedAs, turn: id },
          { state: "failed", code },
        );
      await heedRefusal(conversation, id, code, engine.numberNamed(turn.number));
      await events.publish({
        type: "reply.failed",
        id: formatReference(reference),
        conversation,
        number: turn.number,
        detail: { reason: code },
      });
      telemetry.count("TurnsFailed", 1, { number: turn.number });
      telemetry.error("turn.failed", { conversation, turn: id, number: turn.number, reason: code, late: true });
    }
    return resume(conversation, deadline, turn?.number);
  };
};
