import { signal } from "@preact/signals";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { call } from "./call.ts";
import { numberFilter } from "./lists.ts";
import type { Row } from "./people.ts";

type Found = { rows: readonly Row[]; more: boolean; state: "loading" | "ready" | "failed" };

const MIN_LENGTH = 2;
const PAUSE_MS = 300;

/** What is in the search field. It is sent when the writer pauses. */
export const words = signal("");
/** `undefined`: nothing is searched for, and the lists are shown. */
export const found = signal<Found | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;

async function search(q: string): Promise<void> {
  const number = numberFilter.value;
  const answer = await call("search", { params: omitUndefined({ q, number: number || undefined }) });
  if (words.value.trim() !== q) return;
  found.value = answer.ok
    ? { rows: answer.value.conversations, more: answer.value.more, state: "ready" }
    : { rows: [], more: false, state: "failed" };
}

/** What is found may have changed. */
export const searchAgain = async (): Promise<void> => {
  if (found.value) await search(words.value.trim());
};

export function setWords(text: string): void {
  words.value = text;
  clearTimeout(timer);
  const q = text.trim();
  if (q.length < MIN_LENGTH) {
    found.value = undefined;
    return;
  }
  found.value = { rows: found.value?.rows ?? [], more: false, state: "loading" };
  timer = setTimeout(() => void search(q), PAUSE_MS);
}
