import { windowClosesAt } from "../../domain/conversation/window.ts";
import type { Handoff } from "../../domain/handoff/handoff.ts";
import { conversationId } from "../../domain/ids.ts";
import { numberOf } from "./find-conversation.ts";
import { inParallel } from "./in-parallel.ts";
import type { StaffDeps } from "./staff-deps.ts";

const AT_ONCE = 20;
const seconds = (milliseconds: number) => Math.max(0, Math.floor(milliseconds / 1000));

/** Who waits for a person, longest first. The list may be a moment behind: each conversation's own state decides. */
export const listHandoffsWith =
  (operator: Pick<StaffDeps, "handoffList" | "controls" | "clock" | "numbers" | "conversationFor">) => async () => {
    const listed = await operator.handoffList.list();
    const open = await inParallel(listed, AT_ONCE, async (handoff: Handoff) => {
      const state = await operator.controls.read(conversationId(handoff.origin));
      if (state.handoff?.id !== handoff.id) return undefined;
      const now = operator.clock.now();
      const { profileName, phone, userId } = state.customer ?? {};
      const number = numberOf(operator, state);
      return {
        conversation: state.conversation,
        ...(number && { number }),
        id: handoff.id,
        reason: handoff.reason,
        since: handoff.since,
        waitingSeconds: seconds(now - handoff.since),
        windowSecondsLeft: state.lastInboundAt === undefined ? 0 : seconds(windowClosesAt(state.lastInboundAt) - now),
        ...(state.resumeAt !== undefined && { resumesAt: state.resumeAt }),
        customer: { ...(profileName && { name: profileName }), ...(phone && { phone }), ...(userId && { userId }) },
        ...(handoff.by && { by: handoff.by }),
        ...(handoff.summary && { summary: handoff.summary }),
      };
    });
    const sorted = open.filter((each) => each !== undefined).sort((a, b) => a.since - b.since);
    // Listed once under each id of a customer, it is one.
    return [...new Map(sorted.toReversed().map((each) => [each.conversation, each])).values()].reverse();
  };
