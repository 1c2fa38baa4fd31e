import { conversationIdsOf } from "../../../domain/conversation/conversation.ts";
import type { ConversationId } from "../../../domain/ids.ts";
import { isKnown } from "../conversation/find-conversation.ts";
import type { ByStaff } from "../staff-deps.ts";
import type { InboxDeps } from "./inbox-deps.ts";

/** The draft is the member of staff's own: no act. A blank text deletes it. */
export async function saveDraft(
  { controls, drafts, clock }: Pick<InboxDeps, "controls" | "drafts" | "clock">,
  { conversation, text, by }: ByStaff<{ conversation: ConversationId; text: string }>,
): Promise<"saved" | "unknown-conversation"> {
  const state = await controls.read(conversation);
  if (!isKnown(state)) return "unknown-conversation";
  await drafts.save(conversationIdsOf(state), by, { text, at: clock.now() });
  return "saved";
}
