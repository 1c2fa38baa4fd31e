import { useState } from "preact/hooks";
import { renderWhatsapp } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { MarkupLine } from "../../shared/markup.tsx";
import { timeOf } from "../../shared/time.ts";
import { now } from "../data/clock.ts";
import { type Chat, isMe, staffName } from "../data/people.ts";
import { windowLeft } from "../parts/times.ts";
import { decideDraft, type Tap } from "./decide-draft.ts";
import { MAX_TEXT } from "./send.ts";

type WaitingDraft = NonNullable<Chat["drafts"]>[number];

const Text = ({ text }: { text: string }) => (
  <div class="draft-text" dir="auto">
    {renderWhatsapp(text).map((line, index) => (
      <MarkupLine key={index} line={line} />
    ))}
  </div>
);

function Decided({ decided: { by, decision } }: { decided: NonNullable<WaitingDraft["decided"]> }) {
  return (
    <p class="draft-hint" role="status">
      <bdi>{isMe(by) ? "You" : staffName(by)}</bdi>{" "}
      {decision === "send" ? "tapped “Send”: it is on its way." : "discarded it."}
    </p>
  );
}

/** Why it cannot be sent; it can still be discarded. */
function reasonNotToSend({ state, windowClosesAt }: Chat): string | undefined {
  if (state === "opted-out") return "The customer wants no more messages.";
  return windowLeft(windowClosesAt, now()).state === "closed"
    ? "The customer has not written for 24 hours, so it can no longer be sent."
    : undefined;
}

function DraftView({ chat, draft }: { chat: Chat; draft: WaitingDraft }) {
  const { id, at, text, files = [], decided } = draft;
  const [edited, setEdited] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const reason = reasonNotToSend(chat);
  const tap = async (decision: Tap) => {
    setBusy(true);
    if (await decideDraft(chat.conversation, id, decision)) setEdited(undefined);
    setBusy(false);
  };
  const isEditing = edited !== undefined;
  const changed = edited?.trim() ?? "";
  const canSend = !isEditing || (changed !== "" && changed.length <= MAX_TEXT);
  const send = () => void tap({ decision: "send", ...(isEditing && changed !== text && { text: changed }) });
  return (
    <article class="draft" aria-label={`The bot’s answer, ${timeOf(at)}: not sent yet`}>
      <p class="draft-head">
        <b>The bot would answer</b> <time>{timeOf(at)}</time>
      </p>
      {isEditing ? (
        <textarea
          rows={4}
          dir="auto"
          aria-label="The answer, as you change it"
          value={edited}
          onInput={({ currentTarget }) => setEdited(currentTarget.value)}
        />
      ) : (
        <Text text={text} />
      )}
      {files.length > 0 && (
        <p class="draft-hint">
          {isEditing ? "A changed answer goes without its files: " : "With: "}
          {files.map((url) => (
            <a key={url} href={url} target="_blank" rel="noopener noreferrer">
              {url.split("/").at(-1)}
            </a>
          ))}
        </p>
      )}
      {decided ? (
        <Decided decided={decided} />
      ) : (
        <div class="draft-acts">
          {reason !== undefined && <p class="draft-hint">{reason}</p>}
          {reason === undefined && (
            <button type="button" class="primary" disabled={isBusy || !canSend} onClick={send}>
              {isEditing ? "Send the changed answer" : "Send"}
            </button>
          )}
          {reason === undefined && (
            <button type="button" disabled={isBusy} onClick={() => setEdited(isEditing ? undefined : text)}>
              {isEditing ? "Do not change it" : "Edit"}
            </button>
          )}
          {!isEditing && (
            <button type="button" disabled={isBusy} onClick={() => void tap({ decision: "discard" })}>
              Discard
            </button>
          )}
        </div>
      )}
    </article>
  );
}

/** Answers of the bot that nobody has tapped yet, oldest first. */
export function WaitingDrafts({ chat }: { chat: Chat }) {
  const { drafts = [] } = chat;
  if (drafts.length === 0) return null;
  return (
    <section class="drafts" aria-label="Answers that wait for your tap">
      {drafts.map((draft) => (
        <DraftView key={draft.id} chat={chat} draft={draft} />
      ))}
    </section>
  );
}
