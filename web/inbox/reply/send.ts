import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { say, settled } from "../data/acts.ts";
import { type Called, callPatiently, type InboxInput } from "../data/call.ts";
import { loadChat, shown } from "../data/chat.ts";
import { refreshNow } from "../data/polling.ts";
import { dialog } from "../dialogs.ts";
import { type Box, boxOf, change, empty } from "./box.ts";
import { deleteDraft } from "./drafts.ts";

export const MAX_TEXT = 20_000;

/** The id of the newest message that is shown. */
export const newestSeen = (conversation: string) =>
  shown.value.state === "ready" && shown.value.chat.conversation === conversation
    ? shown.value.chat.messages.at(-1)?.id
    : undefined;

async function refusedReply(conversation: string, answer: Called<"reply"> & { ok: false }): Promise<void> {
  switch (answer.error) {
    case "newer-reply":
      change(conversation, { trouble: { kind: "newer", by: String(answer.detail.by ?? "A colleague") } });
      await loadChat();
      return;
    case "window-closed":
      dialog.show({ kind: "template", conversation });
      return;
    case "id-taken":
      change(conversation, {
        id: undefined,
        trouble: { kind: "other", text: "An earlier version of this was sent. Look before you send again." },
      });
      await loadChat();
      return;
    case "unreachable":
      change(conversation, {
        trouble: { kind: "other", text: "It may have been sent. Look before you send it again." },
      });
      return;
    case "bad-file":
    case "unknown-file":
      change(conversation, {
        file: undefined,
        id: undefined,
        trouble: { kind: "other", text: answer.message },
      });
      return;
    default:
      change(conversation, { trouble: { kind: "other", text: answer.message } });
  }
}

/** A file goes without words, but not before it is uploaded. */
export function canSend({ text, file }: Pick<Box, "text" | "file">): boolean {
  const isUploaded = file?.uploaded !== undefined;
  return text.trim().length <= MAX_TEXT && (file ? isUploaded : text.trim() !== "");
}

/** Sends the reply, and tries again until the API answers or somebody stops it. The text stays until it is queued. */
export async function sendReply(conversation: string): Promise<void> {
  const { text: written, quote, file, sending, id = crypto.randomUUID() } = boxOf(conversation);
  const text = written.trim();
  if (!canSend(boxOf(conversation)) || sending) return;
  const stop = new AbortController();
  change(conversation, { id, sending: stop, trouble: undefined });
  const seen = newestSeen(conversation);
  const body: InboxInput<"reply">["body"] = omitUndefined({
    text,
    id,
    seen,
    quote: quote?.id,
    file: file?.uploaded,
  });
  const answer = await callPatiently(
    "reply",
    { params: { conversation }, body },
    { attempts: Number.POSITIVE_INFINITY, signal: stop.signal },
  );
  change(conversation, { sending: undefined });
  if (!answer.ok) return refusedReply(conversation, answer);
  empty(conversation);
  deleteDraft(conversation);
  await refreshNow();
}

export async function saveNote(conversation: string): Promise<void> {
  const { note, sending } = boxOf(conversation);
  const text = note.trim();
  if (text === "" || sending) return;
  const stop = new AbortController();
  change(conversation, { sending: stop });
  const answer = await callPatiently("note", {
    params: { conversation },
    body: { text, id: crypto.randomUUID() },
  });
  change(conversation, { sending: undefined });
  if (!settled(answer)) return;
  change(conversation, { note: "", mode: "reply" });
  say("The note is saved. Only the team sees it.");
  await refreshNow();
}
