import { useEffect, useRef } from "preact/hooks";
import { listed, loadList, loadMore, type View, view } from "../data/lists.ts";
import { opened } from "../data/route.ts";
import { found, words } from "../data/search.ts";
import { ConversationRow } from "./row.tsx";

const NOTHING: Readonly<Record<View, string>> = {
  waiting: "Nobody waits for a person.",
  mine: "You have no conversation at the moment.",
  recent: "No conversations yet. They appear when a customer writes.",
};

/** The arrow keys go from row to row. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof Element)) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("a.row")];
  const focused = document.activeElement;
  const at = focused instanceof HTMLElement ? rows.indexOf(focused) : -1;
  const next = rows[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/** Loads the next page when the end of the list comes near. */
function More() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const near = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) void loadMore();
      },
      { rootMargin: "400px" },
    );
    if (button.current) near.observe(button.current);
    return () => near.disconnect();
  }, [listed.value.rows.length]);
  const { state } = listed.value;
  return (
    <button type="button" class="more" ref={button} onClick={() => void loadMore()}>
      {state === "loading" ? "Loading…" : state === "failed" ? "Try again" : "Show more"}
    </button>
  );
}

const Skeleton = () => (
  <div class="skeleton" role="status" aria-label="Loading">
    {[1, 2, 3, 4].map((each) => (
      <span key={each} />
    ))}
  </div>
);

function Lists() {
  const { rows, cursor, state } = listed.value;
  if (rows.length === 0 && state === "loading") return <Skeleton />;
  if (rows.length === 0 && state === "failed")
    return (
      <p class="empty">
        The list could not be loaded.{" "}
        <button type="button" class="link" onClick={() => void loadList()}>
          Try again
        </button>
      </p>
    );
  if (rows.length === 0) return <p class="empty">{NOTHING[view.value]}</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys are a shortcut beside Tab
    <div onKeyDown={moveFocus}>
      <ul class="rows">
        {rows.map((row) => (
          <ConversationRow key={row.conversation} row={row} />
        ))}
      </ul>
      {cursor !== undefined && <More />}
    </div>
  );
}

function Found() {
  const { rows = [], more = false, state = "loading" } = found.value ?? {};
  if (rows.length === 0 && state === "loading") return <Skeleton />;
  if (state === "failed") return <p class="empty">The search did not work. Please try again.</p>;
  if (rows.length === 0)
    return (
      <p class="empty" role="status">
        Nothing found for “<bdi>{words.value.trim()}</bdi>”. Search by phone number, name, or words of the
        lead.
      </p>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys are a shortcut beside Tab
    <div onKeyDown={moveFocus}>
      <ul class="rows">
        {rows.map((row) => (
          <ConversationRow key={row.conversation} row={row} />
        ))}
      </ul>
      {more && <p class="empty">There are more. Add a word or digits to find fewer.</p>}
    </div>
  );
}

/** Who comes back from a chat finds the focus where it was left. */
function useFocusOnReturn(): void {
  const before = useRef("");
  const conversation = opened.value;
  useEffect(() => {
    const [row] = [...document.querySelectorAll<HTMLElement>("a.row")].filter(
      ({ dataset }) => dataset.conversation === before.current,
    );
    if (conversation === "") row?.focus();
    before.current = conversation;
  }, [conversation]);
}

export function Rows() {
  useFocusOnReturn();
  return <div class="list-body">{found.value ? <Found /> : <Lists />}</div>;
}
