import { useEffect, useRef, useState } from "preact/hooks";
import { assign } from "../data/acts.ts";
import { isDown } from "../data/call.ts";
import { now } from "../data/clock.ts";
import { type Chat, isMe, staffName } from "../data/people.ts";
import { dialog } from "../dialogs.ts";
import { preferences } from "../notify/preferences.ts";
import { Icon, IconButton } from "../parts/icon.tsx";
import { longFor, windowLeft } from "../parts/times.ts";
import { attach, fileIn } from "./attach.ts";
import { AttachButton, Attachment } from "./attachment.tsx";
import { boxOf, change, focusBox, isBegun, write } from "./box.ts";
import { EmojiPicker } from "./emoji.tsx";
import { TextField } from "./field.tsx";
import { canSend, MAX_TEXT, saveNote, sendReply } from "./send.ts";

const Mode = ({ conversation, mode }: { conversation: string; mode: "reply" | "note" }) => (
  <fieldset class="modes" aria-label="What you write">
    {(["reply", "note"] as const).map((each) => (
      <button
        key={each}
        type="button"
        aria-pressed={mode === each}
        onClick={() => {
          change(conversation, { mode: each });
          focusBox();
        }}
      >
        {each === "reply" ? "Reply" : "Internal note"}
      </button>
    ))}
  </fieldset>
);

function Quoting({ conversation }: { conversation: string }) {
  const { quote } = boxOf(conversation);
  if (!quote) return null;
  return (
    <div class="quoting">
      <span dir="auto">{quote.text || quote.kind}</span>
      <IconButton
        name="close"
        label="Do not quote it"
        onClick={() => change(conversation, { quote: undefined, id: undefined })}
      />
    </div>
  );
}

function Trouble({ conversation }: { conversation: string }) {
  const { trouble, sending } = boxOf(conversation);
  if (sending && isDown.value)
    return (
      <p class="trouble" role="alert">
        The inbox cannot be reached. Your text is kept, and sent as soon as it can be.{" "}
        <button type="button" class="link" onClick={() => sending.abort()}>
          Stop trying
        </button>
      </p>
    );
  if (!trouble) return null;
  if (trouble.kind === "other")
    return (
      <p class="trouble" role="alert" dir="auto">
        {trouble.text}
      </p>
    );
  return (
    <p class="trouble" role="alert">
      <b>
        <bdi>{staffName(trouble.by)}</bdi> has written to this customer in the meantime.
      </b>{" "}
      Read it above. Then change your text, or{" "}
      <button type="button" class="link" onClick={() => void sendReply(conversation)}>
        send it all the same
      </button>
      .
    </p>
  );
}

function Hint({ chat, length }: { chat: Chat; length: number }) {
  const { state, leftMs } = windowLeft(chat.windowClosesAt, now());
  const keys = preferences.value.enterSends ? "Enter sends, Shift+Enter begins a line." : "";
  return (
    <p id="reply-hint" class="reply-hint">
      {length > MAX_TEXT ? (
        <span class="bad">{`${length.toLocaleString()} characters: at most ${MAX_TEXT.toLocaleString()} can be sent.`}</span>
      ) : (
        <>
          {state !== "unknown" && (
            <span
              class={state === "open" ? "" : "bad"}
            >{`You can answer freely for ${longFor(leftMs)}.`}</span>
          )}{" "}
          <span class="keys">{keys}</span>
        </>
      )}
    </p>
  );
}

function WindowClosed({ conversation }: { conversation: string }) {
  return (
    <div class="closed">
      <p>
        The customer has not written for 24 hours, so WhatsApp lets us send a template only. Once they answer,
        you can write freely again.
      </p>
      <button type="button" class="primary" onClick={() => dialog.show({ kind: "template", conversation })}>
        Choose a template
      </button>
    </div>
  );
}

function Colleague({ chat: { conversation, assignee = "" }, onWrite }: { chat: Chat; onWrite(): void }) {
  return (
    <div class="closed">
      <p>
        <b>
          <bdi>{staffName(assignee)}</bdi> is answering.
        </b>{" "}
        Two answers confuse a customer.
      </p>
      <button type="button" onClick={() => void assign(conversation)}>
        Take over
      </button>
      <button type="button" class="link" onClick={onWrite}>
        Write all the same
      </button>
    </div>
  );
}

function Writing({ chat }: { chat: Chat }) {
  const { conversation } = chat;
  const { mode, text, note, sending, file } = boxOf(conversation);
  const isReply = mode === "reply";
  const isReady = isReply
    ? canSend({ text, ...(file && { file }) })
    : note.trim() !== "" && note.length <= MAX_TEXT;
  const area = useRef<HTMLTextAreaElement>(null);
  const onSend = () => void (isReply ? sendReply(conversation) : saveNote(conversation));
  const value = isReply ? text : note;
  const onWrite = (next: string) =>
    isReply ? write(conversation, next) : change(conversation, { note: next });
  const insert = (emoji: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {};
    onWrite(value.slice(0, selectionStart) + emoji + value.slice(selectionEnd));
    area.current?.focus();
  };
  const take = (event: ClipboardEvent | DragEvent, data: DataTransfer | null) => {
    const given = isReply ? fileIn(data) : undefined;
    if (!given) return;
    event.preventDefault();
    void attach(conversation, given);
  };
  return (
    <form
      class={`writing is-${mode}`}
      onPaste={(event) => take(event, event.clipboardData)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer)}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {isReply && <Quoting conversation={conversation} />}
      {isReply && <Attachment conversation={conversation} />}
      <div class="writing-line">
        <TextField
          area={area}
          value={value}
          label={isReply ? "Reply to the customer" : "Note for the team: the customer never sees it"}
          isBusy={sending !== undefined}
          hasSaved={isReply}
          onWrite={onWrite}
          onSend={onSend}
          onEscape={() => change(conversation, { quote: undefined })}
        />
        {isReply && <AttachButton conversation={conversation} />}
        <EmojiPicker onPick={insert} />
        <button
          type="submit"
          class="primary send"
          aria-label={isReply ? "Send" : "Save the note"}
          disabled={sending !== undefined || !isReady}
        >
          <Icon name={isReply ? "send" : "note"} />
        </button>
      </div>
      {isReply ? (
        <Hint chat={chat} length={text.trim().length} />
      ) : (
        <p id="reply-hint" class="reply-hint">
          Only the team sees notes.
        </p>
      )}
    </form>
  );
}

/** Where staff answer, or why they cannot. */
export function Reply({ chat }: { chat: Chat }) {
  const { conversation, assignee, state, windowClosesAt, draft = "" } = chat;
  const [knowingly, setKnowingly] = useState(false);
  useEffect(() => {
    if (draft !== "" && !isBegun(conversation)) change(conversation, { text: draft });
  }, [conversation, draft]);
  const { mode, text, file } = boxOf(conversation);
  const isReply = mode === "reply";
  const isClosed = windowLeft(windowClosesAt, now()).state === "closed";
  const isColleagues = assignee !== undefined && !isMe(assignee) && !knowingly && text === "" && !file;
  return (
    <section class="reply" aria-label="Answer">
      <Mode conversation={conversation} mode={mode} />
      <Trouble conversation={conversation} />
      {isReply && state === "opted-out" ? (
        <p class="closed">
          The customer wants no more messages. Only the customer can change that, by writing START.
        </p>
      ) : isReply && isClosed ? (
        <WindowClosed conversation={conversation} />
      ) : isReply && isColleagues ? (
        <Colleague chat={chat} onWrite={() => setKnowingly(true)} />
      ) : (
        <Writing chat={chat} />
      )}
    </section>
  );
}
