import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { renderWhatsapp } from "../../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { plainText } from "../../shared/markup.tsx";
import { timeOf } from "../../shared/time.ts";
import { isLoadingOlder, loadOlder } from "../data/chat.ts";
import { type Chat, isMe, nameOf, staffName } from "../data/people.ts";
import { MessageView } from "./message.tsx";
import { type Item, timelineOf } from "./timeline.ts";

/** Pixels from the end within which somebody reads the newest. */
const NEAR_END = 120;
/** Pixels from the beginning within which older messages are loaded. */
const NEAR_BEGINNING = 300;

/** What a screen reader says of a new message. */
const spoken = signal("");

/**
 * Keeps the end in view as long as somebody reads there, and the place while older messages come in above.
 * Shows what the reader has just sent (`lastOwnId`), wherever that was.
 */
function useKeptPlace(firstId: string | undefined, lastOwnId: string | undefined) {
  const list = useRef<HTMLElement>(null);
  const follows = useRef(true);
  const ownBefore = useRef(lastOwnId);
  if (lastOwnId !== undefined && lastOwnId > (ownBefore.current ?? "")) follows.current = true;
  ownBefore.current = lastOwnId;
  const before = useRef({ firstId, height: 0 });
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const grown = element.scrollHeight - before.current.height;
    if (follows.current) element.scrollTop = element.scrollHeight;
    else if (before.current.firstId !== firstId && before.current.height > 0) element.scrollTop += grown;
    before.current = { firstId, height: element.scrollHeight };
  });
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const sizes = new ResizeObserver(() => {
      if (follows.current) element.scrollTop = element.scrollHeight;
    });
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  const onScroll = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = list.current ?? {};
    follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (scrollTop < NEAR_BEGINNING && scrollHeight > clientHeight) void loadOlder();
  };
  return { list, onScroll };
}

/** Says what the customer or a colleague has written since the chat was opened. */
function useSpoken({ messages, ...chat }: Chat): void {
  const newest = messages.at(-1);
  const known = useRef(newest?.id);
  useEffect(() => {
    if (!newest || newest.id === known.current) return;
    const isNew = known.current === undefined || newest.id > known.current;
    known.current = newest.id;
    if (!isNew) return;
    const author = newest.from === "customer" ? nameOf(chat) : newest.by ? staffName(newest.by) : "Bot";
    spoken.value = `${author}: ${plainText(renderWhatsapp(newest.text)) || newest.kind}`;
  }, [newest?.id]);
}

function Entry({ item, chat }: { item: Item; chat: Chat }) {
  switch (item.kind) {
    case "message":
      return (
        <MessageView
          message={item.message}
          isFirst={item.isFirst}
          conversation={chat.conversation}
          customer={nameOf(chat)}
        />
      );
    case "note":
      return (
        <aside class="note" aria-label="Internal note">
          <span class="note-head">
            <span>Note by</span> <bdi>{staffName(item.note.by)}</bdi> <time>{timeOf(item.note.at)}</time>
          </span>
          <p dir="auto">{item.note.text}</p>
        </aside>
      );
    case "act":
      return (
        <p class="act">
          <bdi>{staffName(item.by)}</bdi> <bdi>{item.words}</bdi> <time>{timeOf(item.at)}</time>
        </p>
      );
  }
}

/** The chat as the customer sees it, with what only the team sees. */
export function Messages({ chat }: { chat: Chat }) {
  const { list, onScroll } = useKeptPlace(
    chat.messages[0]?.id,
    chat.messages.findLast(({ from, by }) => from === "staff" && isMe(by))?.id,
  );
  useSpoken(chat);
  const days = timelineOf(chat);
  return (
    <>
      <section
        class="messages"
        aria-label="Messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long chat must scroll by keyboard
        tabIndex={0}
        ref={list}
        onScroll={onScroll}
      >
        {chat.more ? (
          <button type="button" class="more" onClick={() => void loadOlder()}>
            {isLoadingOlder.value ? "Loading…" : "Earlier messages"}
          </button>
        ) : (
          <p class="act">This is all that is kept of this conversation.</p>
        )}
        {days.flatMap(({ day, items }) => [
          <h2 key={day} class="day">
            {day}
          </h2>,
          ...items.map((item) => <Entry key={item.key} item={item} chat={chat} />),
        ])}
      </section>
      <p class="hidden" role="status">
        {spoken.value}
      </p>
    </>
  );
}
