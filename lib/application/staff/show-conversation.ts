import { conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Act } from "../ports/control-ports.ts";
import { isKnown, numberOf } from "./find-conversation.ts";
import type { StaffDeps } from "./staff-deps.ts";

/** A conversation as it goes on now, also with what was said before a change of the customer's identity; `undefined` when there is none. */
export const showConversationWith =
  (operator: Pick<StaffDeps, "controls" | "history" | "leads" | "numbers" | "conversationFor">) =>
  async (asked: ConversationId, messages: number) => {
    const { controls, history, leads } = operator;
    const state = await controls.read(asked);
    if (!isKnown(state)) return undefined;
    const { conversation, customer, lastInboundAt, handoff, resumeAt, optedOutAt } = state;
    const conversationIds = conversationIdsOf(state);
    const [transcript, acts, lead] = await Promise.all([
      history.transcript(conversationIds, messages),
      Promise.all(conversationIds.map((each) => history.acts(each))),
      leads.find(conversation),
    ]);
    const number = numberOf(operator, state);
    return {
      conversation,
      ...(number && { number }),
      ...(customer && { customer }),
      ...(lastInboundAt !== undefined && { lastInboundAt, windowClosesAt: windowClosesAt(lastInboundAt) }),
      ...(handoff && { handoff }),
      ...(resumeAt !== undefined && { resumesAt: resumeAt }),
      optedOut: optedOutAt !== undefined,
      ...(lead && { lead }),
      transcript,
      acts: acts.flat().sort((a, b) => a.at - b.at) satisfies readonly Act[],
    };
  };
