import { signal } from "@preact/signals";
import type { Bubble } from "../../local/page/protocol/protocol.ts";
import { actHere } from "./api.ts";
import { Attach } from "./attach.tsx";
import { RecordingBar } from "./recording.tsx";
import { chosen, keyOf } from "./state.ts";

/** Words for one customer are not for another: what is begun in a chat, by its key. */
const drafts = new Map<string, string>();
const quoted = signal<ReadonlyMap<string, Bubble>>(new Map());

const chatKey = (): string => keyOf(chosen.value);

function setQuoted(bubble: Bubble | undefined): void {
  const next = new Map(quoted.value);
  if (bubble) next.set(chatKey(), bubble);
  else next.delete(chatKey());
  quoted.value = next;
}

const field = (): HTMLTextAreaElement | null => document.querySelector<HTMLTextAreaElement>("#say");

export function quote(bubble: Bubble): void {
  setQuoted(bubble);
  field()?.focus();
}

function Quoting() {
  const bubble = quoted.value.get(chatKey());
  return (
    <div id="quoting" class="quoting" hidden={!bubble}>
      {bubble && (
        <>
          <span dir="auto">{bubble.text || bubble.kind}</span>
          <button
            type="button"
            aria-label="Do not answer it"
            onClick={() => {
              setQuoted(undefined);
              field()?.focus();
            }}
          >
            ✕
          </button>
        </>
      )}
    </div>
  );
}

function taken(): string {
  const element = field();
  const text = element?.value.trim() ?? "";
  if (element && text) element.value = "";
  drafts.delete(chatKey());
  return text;
}

async function say(): Promise<void> {
  const text = taken();
  if (!text) return;
  const key = chatKey();
  const about = quoted.value.get(key);
  setQuoted(undefined);
  const done = await actHere({ do: "say", text, ...(about && { quoting: about.id }) });
  // Somebody may have begun the next message in the meantime, or be in another chat.
  if (done || drafts.has(key)) return;
  drafts.set(key, text);
  const element = field();
  if (element && chatKey() === key) element.value = text;
}

export const Composer = () => (
  <form
    key={chatKey()}
    id="composer"
    class="composer"
    onSubmit={(event) => {
      event.preventDefault();
      void say();
    }}
  >
    <Quoting />
    <RecordingBar />
    <Attach takeText={taken} done={() => field()?.focus()} />
    <label class="hidden" for="say">
      Message as the customer
    </label>
    <textarea
      id="say"
      rows={1}
      placeholder="Message as the customer"
      autocomplete="off"
      dir="auto"
      defaultValue={drafts.get(chatKey()) ?? ""}
      onInput={({ currentTarget }) => drafts.set(chatKey(), currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        void say();
      }}
    />
    <button type="submit" class="send" aria-label="Send">
      ➤
    </button>
  </form>
);
