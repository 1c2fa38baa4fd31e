import { effect, untracked } from "@preact/signals";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { announceWaiting } from "../notify/notify.ts";
import { session } from "../session/session.ts";
import { type Called, call } from "./call.ts";
import { chatShown, loadChat, shown } from "./chat.ts";
import { setClock } from "./clock.ts";
import { loadList, refreshList, waitingCount } from "./lists.ts";
import { StatusRhythm } from "./on-its-way.ts";
import { opened } from "./route.ts";
import { searchAgain } from "./search.ts";

/** How often the API is asked; docs/performance.md counts what it costs. */
const CHAT_MS = 2_000;
const LIST_MS = 10_000;
const HIDDEN_MS = 60_000;

type Poller = { delayMs(): number | undefined; ask(): Promise<boolean> };

/** Asks again and again, after a failure ever more rarely. Returns a function that asks at once. */
function poll({ delayMs, ask }: Poller): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isAsking = false;
  const plan = () => {
    clearTimeout(timer);
    const delay = delayMs();
    if (delay === undefined) return;
    timer = setTimeout(() => void round(), Math.max(delay, Math.min(HIDDEN_MS, delay * 2 ** failures)));
  };
  const round = async () => {
    if (isAsking || delayMs() === undefined) return;
    isAsking = true;
    failures = (await ask().catch(() => false)) ? 0 : failures + 1;
    isAsking = false;
    plan();
  };
  return () => {
    clearTimeout(timer);
    void round();
  };
}

const isIn = () => session.value.state === "in";

/** A cursor that is not accepted any more is left. */
const cursorAfter = (answer: Called<"changes"> & { ok: false }, before: string | undefined) =>
  answer.error === "bad-cursor" ? undefined : before;

const chatPoller = () => {
  let cursor: string | undefined;
  let conversation = "";
  const rhythm = new StatusRhythm();
  return async (): Promise<boolean> => {
    if (conversation !== opened.value) [conversation, cursor] = [opened.value, undefined];
    const asked = conversation;
    const since = cursor;
    const answer = await call("changes", {
      params: omitUndefined({ conversation: asked, since }),
    });
    if (asked !== opened.value) return true;
    if (!answer.ok) {
      cursor = cursorAfter(answer, cursor);
      if (shown.value.state === "loading") await loadChat();
      return answer.error === "bad-cursor";
    }
    setClock(answer.value.now);
    // Without `since` the answer is a cursor only: what is read after it misses nothing.
    const isStale = since === undefined || answer.value.changed.length > 0;
    const isDue = isStale || rhythm.isDue(chatShown(), Date.now());
    // The cursor stays while what has changed cannot be read: it is asked for again.
    if (isDue && !(await loadChat())) return false;
    cursor = answer.value.cursor;
    return true;
  };
};

const listPoller = () => {
  let cursor: string | undefined;
  let isBehind = false;
  return async (): Promise<boolean> => {
    const since = cursor;
    const answer = await call("changes", { params: omitUndefined({ since }) });
    if (!answer.ok) {
      cursor = cursorAfter(answer, cursor);
      return answer.error === "bad-cursor";
    }
    const { changed, waiting = waitingCount.value, now } = answer.value;
    setClock(now);
    // Notes and acts of colleagues, which the chat's own question does not see.
    const isChatRead = !changed.includes(opened.value) || document.hidden || (await loadChat());
    const isNew = isBehind || since === undefined || changed.length > 0 || waiting !== waitingCount.value;
    waitingCount.value = waiting;
    const load = async () => (since === undefined ? loadList() : refreshList(changed));
    const [isListRead] = isNew ? await Promise.all([load(), searchAgain()]) : [true];
    isBehind = !isListRead;
    // As for the chat: what could not be read is asked for again.
    if (!isChatRead || isBehind) return false;
    cursor = answer.value.cursor;
    if (isNew) await announceWaiting();
    return true;
  };
};

let askChat = () => {};
let askList = () => {};

/** After an act of this page, whose effect should be seen at once. */
export async function refreshNow(): Promise<void> {
  await loadChat();
  askList();
}

export function startPolling(): void {
  askChat = poll({
    delayMs: () => (isIn() && opened.value !== "" && !document.hidden ? CHAT_MS : undefined),
    ask: chatPoller(),
  });
  askList = poll({
    delayMs: () => (isIn() ? (document.hidden ? HIDDEN_MS : LIST_MS) : undefined),
    ask: listPoller(),
  });
  effect(() => {
    if (isIn()) untracked(askList);
  });
  effect(() => {
    const conversation = opened.value;
    if (!isIn()) return;
    shown.value = { state: conversation === "" ? "none" : "loading" };
    untracked(askChat);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    askChat();
    askList();
  });
}
