import { useLayoutEffect, useRef } from "preact/hooks";
import type { Bubble } from "../../local/page/protocol/protocol.ts";
import { dayOf } from "../shared/time.ts";
import { BubbleView } from "./bubble.tsx";
import { Composer } from "./composer.tsx";
import { bubbles, chosen, customers, isShown, keyOf, numberShown, typing } from "./state.ts";

function Head() {
  const number = numberShown();
  const isTyping = typing.value.has(keyOf(chosen.value));
  const name = customers.value.get(chosen.value.customer)?.name ?? "";
  return (
    <header class="chat-head">
      <div class="avatar" aria-hidden="true" />
      <div>
        <h2 id="chat-title">{number ? `${number.name} · ${number.display}` : "Chat"}</h2>
        <p id="chat-sub" aria-live="polite" class={isTyping ? "typing" : ""}>
          {isTyping ? "typing…" : `${name} writes by ${number?.providerName ?? ""}`}
        </p>
      </div>
    </header>
  );
}

/** Pixels from the end within which somebody reads the newest. */
const NEAR_END = 120;

/**
 * Keeps the end in view as long as somebody reads there, and shows what the customer has just sent. Bubbles
 * get their size only when they are shown.
 */
function useFollowedEnd(lastSent: string | undefined) {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const before = useRef(lastSent);
  if (before.current !== lastSent) follows.current = true;
  before.current = lastSent;
  const toEnd = () => {
    if (follows.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  useLayoutEffect(toEnd);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const sizes = new ResizeObserver(toEnd);
    const watch = () => {
      for (const each of [element, ...element.children]) sizes.observe(each);
    };
    const added = new MutationObserver(watch);
    added.observe(element, { childList: true });
    watch();
    return () => {
      sizes.disconnect();
      added.disconnect();
    };
  }, []);
  const onScroll = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = list.current ?? {};
    follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
  };
  return { list, onScroll };
}

function byDay(shown: readonly Bubble[]) {
  const days = new Map<string, Bubble[]>();
  for (const bubble of shown) days.set(dayOf(bubble.at), [...(days.get(dayOf(bubble.at)) ?? []), bubble]);
  return [...days];
}

function Bubbles() {
  const shown = [...bubbles.value.values()].filter(isShown).sort((one, other) => one.at - other.at);
  const { list, onScroll } = useFollowedEnd(shown.findLast(({ from }) => from === "customer")?.id);
  return (
    <div
      id="bubbles"
      class="bubbles"
      role="log"
      aria-label="Chat"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long chat must scroll by keyboard
      tabIndex={0}
      ref={list}
      onScroll={onScroll}
    >
      {shown.length === 0 && (
        <p class="empty">
          Write something as the customer, or begin with “Try this”. The built-in agent belongs to a lamp
          shop.
        </p>
      )}
      {byDay(shown).flatMap(([day, those]) => [
        <div key={day} class="day" data-day={day}>
          {day}
        </div>,
        ...those.map((bubble) => <BubbleView key={bubble.id} bubble={bubble} />),
      ])}
    </div>
  );
}

export const Chat = () => (
  <section class="phone" aria-labelledby="chat-title">
    <Head />
    <Bubbles key={keyOf(chosen.value)} />
    <Composer />
  </section>
);
