import { effect } from "@preact/signals";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import type { InboxResultOf } from "../../../lib/inbox-api/operations.ts";
import { call } from "../data/call.ts";
import { listed, numberFilter, view, waitingCount } from "../data/lists.ts";
import { hasNewcomer, type Waiting } from "./newcomers.ts";
import { prefer, preferences } from "./preferences.ts";
import { play } from "./sound.ts";

let known: Waiting | undefined;

type Page = Pick<InboxResultOf<"list">, "conversations" | "cursor">;

/** The first page of who waits; from the list if that is what it shows. */
async function whoWaits(): Promise<Page | undefined> {
  if (waitingCount.value === 0) return { conversations: [] };
  const { rows, state, cursor } = listed.value;
  if (view.value === "waiting" && numberFilter.value === "" && state === "ready")
    return { conversations: [...rows], ...omitUndefined({ cursor }) };
  const answer = await call("list", { params: { view: "waiting" } });
  return answer.ok ? answer.value : undefined;
}

/** Tells of customers who wait and did not before. The first call only learns who waits. */
export async function announceWaiting(): Promise<void> {
  const page = await whoWaits();
  if (!page) return;
  const before = known;
  known = {
    customers: new Set(page.conversations.map((row) => `${row.conversation} ${row.waitingSince}`)),
    isWhole: page.cursor === undefined,
    count: waitingCount.value,
  };
  if (!before || !hasNewcomer(before, known)) return;
  if (preferences.value.sound) void play();
  if (preferences.value.notify && document.hidden) notification();
}

/** Without the customer's name: a notification stays in the device's own list. */
function notification(): void {
  try {
    const shown = new Notification("A customer waits for an answer", {
      body: `${waitingCount.value} waiting`,
      icon: "/inbox/icon-192.png",
      tag: "inbox-waiting",
    });
    shown.onclick = () => {
      window.focus();
      shown.close();
    };
  } catch {
    // Chrome on Android shows notifications of a service worker only.
  }
}

/** Asks the browser for permission. Switches it off again if it is refused. */
export async function switchNotifications(on: boolean): Promise<void> {
  const allowed = on && "Notification" in window && (await Notification.requestPermission()) === "granted";
  prefer({ notify: allowed });
}

/** `(2) Inbox` while two customers wait. */
export const titleFollows = (): void => {
  effect(() => {
    document.title = waitingCount.value > 0 ? `(${waitingCount.value}) Inbox` : "Inbox";
  });
};
