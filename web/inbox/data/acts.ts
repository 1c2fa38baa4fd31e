import { signal } from "@preact/signals";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { dialog } from "../dialogs.ts";
import { type Called, callPatiently } from "./call.ts";
import { patchChat } from "./chat.ts";
import { patchRow } from "./lists.ts";
import { me } from "./people.ts";
import { refreshNow } from "./polling.ts";

/** What was done or could not be done, at the bottom of the page. */
export const said = signal<{ text: string; isBad: boolean } | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;
const SHOWN_MS = 8_000;

export function say(text: string, { isBad = false } = {}): void {
  clearTimeout(timer);
  said.value = { text, isBad };
  timer = setTimeout(() => {
    said.value = undefined;
  }, SHOWN_MS);
}

/** Whether it was done; if not, says why. */
export function settled(answer: Called<"assign" | "pause" | "resume" | "note" | "template">): boolean {
  if (!answer.ok) say(answer.message, { isBad: true });
  return answer.ok;
}

/** Takes a conversation. While a colleague has it, asks first; `force`: that was answered. */
export async function assign(conversation: string, { force = false } = {}): Promise<void> {
  const body = { to: "me" as const, force };
  const answer = await callPatiently("assign", { params: { conversation }, body });
  if (!answer.ok && answer.error === "assigned") {
    dialog.show({ kind: "take-over", conversation, to: String(answer.detail.to ?? "A colleague") });
    return;
  }
  if (settled(answer)) {
    const change = omitUndefined({ state: "person" as const, assignee: me.value?.user });
    patchChat(conversation, change);
    patchRow(conversation, change);
  }
  await refreshNow();
}

/** The team keeps the conversation, and nobody has it. */
export async function release(conversation: string): Promise<void> {
  settled(await callPatiently("assign", { params: { conversation }, body: { to: null } }));
  await refreshNow();
}

export async function pauseBot(conversation: string, { quiet }: { quiet: boolean }): Promise<void> {
  const body = { quiet, id: crypto.randomUUID() };
  const answer = await callPatiently("pause", { params: { conversation }, body });
  if (settled(answer)) say("The bot is silent in this chat.");
  await refreshNow();
}

/** `note`: what the bot should know. */
export async function handBack(conversation: string, note: string): Promise<boolean> {
  const body = note === "" ? {} : { note };
  const answer = await callPatiently("resume", { params: { conversation }, body });
  const isDone = settled(answer);
  if (isDone) say("The bot has the chat again.");
  await refreshNow();
  return isDone;
}
