import { effect } from "@preact/signals";
import { call } from "../data/call.ts";
import { listed, numberFilter, view, waitingCount } from "../data/lists.ts";
import type { Row } from "../data/people.ts";
import { prefer, preferences } from "./preferences.ts";
import { play } from "./sound.ts";

/** Who waits, with the time since when: a customer who waits again is new. */
let known: ReadonlySet<string> | undefined;

/** The first page of who waits; from the list if that is what it shows. */
async function whoWaits(): Promise<readonly Row[] | undefined> {
  if (waitingCount.value === 0) return [];
  if (view.value === "waiting" && numberFilter.value === "" && listed.value.state === "ready")
    return listed.value.rows;
  const answer = await call("list", { params: { view: "waiting" } });
  return answer.ok ? answer.value.conversations : undefined;
}

/** Tells of customers who wait and did not before. The first call only learns who waits. */
export async function announceWaiting(): Promise<void> {
  const rows = await whoWaits();
  if (!rows) return;
  const waiting = rows.map(({ conversation, waitingSince }) => `${conversation} ${waitingSince}`);
  const before = known;
  known = new Set(waiting);
  if (!before || waiting.every((each) => before.has(each))) return;
  if (preferences.value.sound) play();
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
