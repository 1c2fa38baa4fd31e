import { windowClosesAt } from "../../../domain/conversation/window.ts";
import type { Handoff } from "../../../domain/handoff/handoff.ts";
import { conversationId } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { StaffDeps } from "../staff-deps.ts";
import { numberOf } from "./find-conversation.ts";
import { mapInParallel } from "./map-in-parallel.ts";
import { teamBack } from "./team-back.ts";

type Deps = Pick<StaffDeps, "handoffList" | "controls" | "clock" | "hoursOf" | "numbers" | "conversationFor">;

const MAX_AT_ONCE = 20;
const seconds = (milliseconds: number) => Math.max(0, Math.floor(milliseconds / 1000));

/** Longest first. The list may lag a little: each conversation's own state decides. */
export async function listHandoffs(deps: Deps) {
  const listed = await deps.handoffList.list();
  const open = await mapInParallel(listed, MAX_AT_ONCE, (handoff) => openHandoff(deps, handoff));
  const sorted = open.filter((each) => each !== undefined).sort((a, b) => a.since - b.since);
  // A handoff may be listed under several ids of a customer: it is shown once.
  return [...new Map(sorted.toReversed().map((each) => [each.conversation, each])).values()].reverse();
}

async function openHandoff(deps: Deps, handoff: Handoff) {
  const state = await deps.controls.read(conversationId(handoff.origin));
  if (state.handoff?.id !== handoff.id) return undefined;
  const now = deps.clock.now();
  const { profileName, phone, userId } = state.customer ?? {};
  const { id, reason, since, by, summary } = handoff;
  const number = numberOf(deps, state);
  return {
    conversation: state.conversation,
    ...omitUndefined({ number }),
    id,
    reason,
    since,
    waitingSeconds: seconds(now - since),
    windowSecondsLeft:
      state.lastInboundAt === undefined ? 0 : seconds(windowClosesAt(state.lastInboundAt) - now),
    ...teamBack(deps, state, number),
    ...omitUndefined({ resumesAt: state.resumeAt }),
    customer: omitUndefined({
      name: profileName || undefined,
      phone: phone || undefined,
      userId: userId || undefined,
    }),
    ...omitUndefined({ by: by || undefined, summary: summary || undefined }),
  };
}
