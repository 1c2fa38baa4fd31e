import { useEffect } from "preact/hooks";
import { loadChat, shown } from "../data/chat.ts";
import { close } from "../data/route.ts";
import { Icon } from "../parts/icon.tsx";
import { Reply } from "../reply/reply.tsx";
import { WaitingDrafts } from "../reply/waiting-drafts.tsx";
import { Details } from "./details.tsx";
import { ChatHead } from "./head.tsx";
import { Messages } from "./messages.tsx";

const Hint = ({ children }: { children: string }) => (
  <div class="hint">
    <Icon name="chat" />
    <p>{children}</p>
  </div>
);

/** The chat that is open, with the reply box. */
export function ChatPane() {
  const current = shown.value;
  const conversation = current.state === "ready" ? current.chat.conversation : "";
  // So that the keyboard and a screen reader begin at the chat that was just opened.
  useEffect(() => {
    if (conversation) document.querySelector<HTMLElement>(".chat-title h1")?.focus({ preventScroll: true });
  }, [conversation]);
  if (current.state === "ready")
    return (
      <>
        <main class="chat">
          <ChatHead chat={current.chat} />
          <Messages key={conversation} chat={current.chat} />
          <WaitingDrafts key={`drafts ${conversation}`} chat={current.chat} />
          <Reply key={`reply ${conversation}`} chat={current.chat} />
        </main>
        <Details chat={current.chat} />
      </>
    );
  return (
    <main class="chat is-empty">
      {current.state === "none" && <Hint>Choose a conversation.</Hint>}
      {current.state === "loading" && <Hint>Loading…</Hint>}
      {current.state === "unknown" && (
        <Hint>There is no such conversation, or nothing is kept of it any more.</Hint>
      )}
      {current.state === "failed" && <Hint>The conversation could not be loaded.</Hint>}
      {current.state === "failed" && (
        <button type="button" onClick={() => void loadChat()}>
          Try again
        </button>
      )}
      {(current.state === "unknown" || current.state === "failed") && (
        <button type="button" onClick={close}>
          Back to the list
        </button>
      )}
    </main>
  );
}
