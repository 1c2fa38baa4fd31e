import { conversationIdsOf } from "../../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../../domain/conversation/window.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { Act } from "../../ports/history.ts";
import { ownOptIns } from "../contacts/own-opt-ins.ts";
import type { StaffDeps } from "../staff-deps.ts";
import { isKnown, numberOf } from "./find-conversation.ts";
import { teamBack } from "./team-back.ts";

/** Returns the last messages, also from before a change of ids; `undefined` for an unknown conversation. */
export async function showConversation(
  deps: Pick<
    StaffDeps,
    "controls" | "history" | "leads" | "optIns" | "numbers" | "conversationFor" | "clock" | "hoursOf"
  >,
  givenId: ConversationId,
  messages: number,
) {
  const { controls, history, leads } = deps;
  const state = await controls.read(givenId);
  if (!isKnown(state)) return undefined;
  const { conversation, customer, lastInboundAt, handoff, resumeAt, optedOutAt } = state;
  const conversationIds = conversationIdsOf(state);
  const [transcript, acts, lead, optIns] = await Promise.all([
    history.transcript(conversationIds, messages),
    Promise.all(conversationIds.map((each) => history.acts(each))),
    leads.find(conversation),
    ownOptIns(deps, [conversation]),
  ]);
  const number = numberOf(deps, state);
  return {
    conversation,
    ...omitUndefined({
      number,
      customer,
      lastInboundAt,
      windowClosesAt: lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt),
      handoff,
      resumesAt: resumeAt,
    }),
    ...teamBack(deps, state, number),
    optedOut: optedOutAt !== undefined,
    ...omitUndefined({ lead, optIns: new Map(optIns).get(conversation)?.optIns }),
    transcript,
    acts: acts.flat().sort((a, b) => a.at - b.at) satisfies readonly Act[],
  };
}
