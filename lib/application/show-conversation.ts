import type { ConversationId } from "../domain/ids.ts";
import { windowClosesAt } from "../domain/window.ts";
import { relatedConversations } from "./contact-conversations.ts";
import type { Act, Said } from "./control-ports.ts";
import { followMoved, isKnown, numberOf } from "./find-conversation.ts";
import type { Operator } from "./operator.ts";

const inTime = (a: { at: number }, b: { at: number }) => a.at - b.at;

/** A conversation as it goes on now, with what was said before a change of the customer's identity; `undefined` when there is none. */
export const showConversationWith =
  (operator: Pick<Operator, "controls" | "conversations" | "history" | "leads" | "numbers" | "conversationFor">) =>
  async (asked: ConversationId, messages: number) => {
    const { controls, conversations, history, leads } = operator;
    const { state } = await followMoved(controls, asked);
    if (!isKnown(state)) return undefined;
    const { conversation, customer, lastInboundAt, handoff, resumeAt, optedOutAt } = state;
    const [family, lead] = await Promise.all([relatedConversations(conversations, [conversation]), leads.find(conversation)]);
    const [said, acts] = await Promise.all([
      Promise.all(family.map((each) => history.transcript(each, messages))),
      Promise.all(family.map((each) => history.acts(each))),
    ]);
    const number = numberOf(operator, state);
    const transcript: readonly Said[] = said.flat().sort(inTime).slice(-messages);
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
      acts: acts.flat().sort(inTime) satisfies readonly Act[],
    };
  };
