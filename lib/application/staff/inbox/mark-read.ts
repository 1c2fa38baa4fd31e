import type { ConversationId } from "../../../domain/ids.ts";
import type { Activity } from "../../ports/activity.ts";
import { isKnown } from "../conversation/find-conversation.ts";
import type { StaffDeps } from "../staff-deps.ts";

/** The team has read the conversation up to now. */
export async function markRead(
  { controls, activity, clock }: Pick<StaffDeps, "controls" | "clock"> & { activity: Activity },
  givenId: ConversationId,
): Promise<"read" | "unknown-conversation"> {
  const state = await controls.read(givenId);
  if (!isKnown(state)) return "unknown-conversation";
  await activity.markRead(state.conversation, clock.now());
  return "read";
}
