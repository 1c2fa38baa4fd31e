import type { ConversationId } from "../../../domain/ids.ts";
import { isKnown } from "../conversation/find-conversation.ts";
import type { ByStaff } from "../staff-deps.ts";
import type { InboxDeps } from "./inbox-deps.ts";

/** A repeat with the same id is no second note; another note under the id is refused. */
export async function addNote(
  { controls, notes, history, clock }: Pick<InboxDeps, "controls" | "notes" | "history" | "clock">,
  {
    conversation: givenId,
    id,
    text,
    by,
  }: ByStaff<{ conversation: ConversationId; id: string; text: string }>,
): Promise<{ id: string } | "unknown-conversation" | "id-taken"> {
  const state = await controls.read(givenId);
  if (!isKnown(state)) return "unknown-conversation";
  const { conversation } = state;
  const at = clock.now();
  if ((await notes.add(conversation, { id, at, by, text })) === "repeated") {
    const kept = (await notes.list([conversation])).find((note) => note.id === id);
    if (kept && (kept.by !== by || kept.text !== text)) return "id-taken";
  }
  await history.record(conversation, `note-${id}`, { at, by, what: "note", detail: id });
  return { id };
}
