import { signal } from "@preact/signals";
import { type Called, call } from "./call.ts";
import { patchRow } from "./lists.ts";
import { merged, withOlder } from "./merged.ts";
import { newestOnly } from "./newest.ts";
import type { Chat } from "./people.ts";
import { follow, opened } from "./route.ts";

type Shown = { state: "none" | "loading" | "unknown" | "failed" } | { state: "ready"; chat: Chat };

export const shown = signal<Shown>({ state: "none" });
export const isLoadingOlder = signal(false);

const PAGE = "50";

export const chatShown = () => (shown.value.state === "ready" ? shown.value.chat : undefined);

function show(answer: Called<"chat">, put: (before: Chat | undefined, fresh: Chat) => Chat): void {
  if (answer.ok) shown.value = { state: "ready", chat: put(chatShown(), answer.value) };
  else if (answer.error === "unknown-conversation") shown.value = { state: "unknown" };
  else if (shown.value.state !== "ready") shown.value = { state: "failed" };
}

const askForChat = newestOnly();

/** Reads the newest page of the open chat. Returns whether it is shown, or a newer one. */
export async function loadChat(): Promise<boolean> {
  const conversation = opened.value;
  if (conversation === "") return true;
  const isNewest = askForChat();
  const answer = await call("chat", { params: { conversation, limit: PAGE } });
  // Somebody may have opened another chat in the meantime.
  if (opened.value !== conversation) return true;
  if (answer.ok && answer.value.conversation !== conversation) {
    follow(answer.value.conversation);
    return true;
  }
  if (answer.ok && !isNewest()) return true;
  show(answer, merged);
  const unread = answer.ok && answer.value.unread;
  if (unread && !document.hidden) await markRead(conversation);
  return answer.ok || answer.error === "unknown-conversation";
}

async function markRead(conversation: string): Promise<void> {
  const answer = await call("read", { params: { conversation } });
  if (answer.ok) patchRow(conversation, { unread: false });
}

export async function loadOlder(): Promise<void> {
  const chat = chatShown();
  const [oldest] = chat?.messages ?? [];
  if (!chat?.more || !oldest || isLoadingOlder.value) return;
  isLoadingOlder.value = true;
  const { conversation } = chat;
  const answer = await call("chat", { params: { conversation, before: oldest.id, limit: PAGE } });
  isLoadingOlder.value = false;
  if (opened.value !== conversation || !answer.ok) return;
  show(answer, (before, page) => (before ? withOlder(before, page) : page));
}

/** Shows at once what this page has just done. */
export function patchChat(conversation: string, change: Partial<Chat>): void {
  const chat = chatShown();
  if (chat?.conversation !== conversation) return;
  shown.value = { state: "ready", chat: { ...chat, ...change } };
}
