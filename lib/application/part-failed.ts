import type { ConversationState } from "../domain/conversation.ts";
import { heldReply, heldToo, memoryBeyondTurn } from "../domain/held-reply.ts";
import type { NumberName } from "../domain/ids.ts";
import type { Reference } from "../domain/reference.ts";
import { formatReference } from "../domain/reference.ts";
import { type Turn, withPart } from "../domain/turn.ts";
import { applyRemedyWith } from "./apply-remedy.ts";
import { type BusinessNumber, type Engine, type StateWithTurn, saveAlways, type Wake } from "./engine.ts";
import { evidenceOf } from "./evidence.ts";
import type { Remedy } from "./ports.ts";
import { endOutboundWith } from "./speak-outbound.ts";

/** Failures come within minutes of each other, if at all. */
const MOST_LATE = 10;

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

  /** A part of an older answer of the agent came too late for the window: it waits for the customer like the latest would. */
  async function hold(state: ConversationState, reference: Reference, old: Turn): Promise<void> {
    const { late = [] } = state.memory ?? {};
    const name = formatReference(reference);
    if (late.includes(name)) return;
    const held = heldToo(heldReply(state), old, reference.part, engine.turnIdFor(`late ${name}`));
    await saveAlways(conversations, { ...state, memory: { ...memoryBeyondTurn(state), held, late: [...late, name].slice(-MOST_LATE) } });
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

  /** The conversation has gone on, or elsewhere: sending the part again now would confuse, but somebody must know. */
  async function tell({ conversation, turn, ...rest }: Reference, code: string, number: NumberName, old: Turn | undefined) {
    if (old?.outbound !== undefined)
      await endOutbound(
        conversation,
        { outbound: old.outbound, campaign: old.campaign, claimedAs: old.claimedAs, turn },
        { state: "failed", code },
      );
    await heedRefusal(conversation, turn, code, engine.numberNamed(number));
    const id = formatReference({ conversation, turn, ...rest });
    await events.publish({ type: "reply.failed", id, conversation, number, detail: { reason: code } });
    telemetry.count("TurnsFailed", 1, { number });
    telemetry.error("turn.failed", { conversation, turn, number, reason: code, late: true });
  }

  async function failedLate(state: StateWithTurn, reference: Reference, code: string, remedy: Remedy | undefined): Promise<void> {
    const { conversation, turn, part: index } = reference;
    const { number } = state.turn;
    const old = await conversations.archived(conversation, turn);
    const part = old?.parts[index];
    // The worker had found out by itself, or made a later attempt, whose own statuses tell.
    if (part && (part.state === "failed" || part.attempts > reference.attempt)) return;
    if (old && !old.by && !state.movedTo && remedy === "template") {
      await hold(state, reference, old);
      const id = `${formatReference(reference)}.held`;
      await events.publish({ type: "reply.held", id, conversation, number, detail: { reason: "window" } });
    } else await tell(reference, code, number, old);
    // Transcripts tell what became of it. Last, because it says that the rest is done.
    if (old) await conversations.archive(conversation, withPart(old, index, { state: "failed", code }));
  }

  return async (reference: Reference, code: string, deadline: number): Promise<Wake> => {
    const { conversation } = reference;
    const { state } = await conversations.load(conversation);
    const { turn } = state;
    if (turn) {
      const number = engine.numberNamed(turn.number);
      const latest = { ...state, turn };
      if (turn.id === reference.turn && number && !state.movedTo) await mend(latest, reference, code, number);
      else await failedLate(latest, reference, code, number?.remedyFor(code));
    }
    return resume(conversation, deadline, turn?.number);
  };
};
