import { call } from "../data/call.ts";

const PAUSE_MS = 1_000;

type Waiting = { text: string; timer: ReturnType<typeof setTimeout> };
const waiting = new Map<string, Waiting>();

async function save(conversation: string): Promise<void> {
  const draft = waiting.get(conversation);
  if (!draft) return;
  clearTimeout(draft.timer);
  waiting.delete(conversation);
  const answer = await call("draft", { params: { conversation }, body: { text: draft.text } });
  // Not over a newer text.
  if (!answer.ok && answer.error === "unreachable" && !waiting.has(conversation))
    saveDraftLater(conversation, draft.text, PAUSE_MS * 10);
}

/** Keeps a text that is not sent yet on the server as soon as the writer pauses. Empty: deletes it. */
export function saveDraftLater(conversation: string, text: string, pauseMs = PAUSE_MS): void {
  clearTimeout(waiting.get(conversation)?.timer);
  waiting.set(conversation, { text, timer: setTimeout(() => void save(conversation), pauseMs) });
}

export const deleteDraft = (conversation: string): void => saveDraftLater(conversation, "", 0);

/** Saves what waits when the page is left or hidden. */
export function keepDrafts(): void {
  const saveAll = () => {
    for (const conversation of waiting.keys()) void save(conversation);
  };
  addEventListener("pagehide", saveAll);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) saveAll();
  });
}
