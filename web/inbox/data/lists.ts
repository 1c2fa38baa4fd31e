import { batch, signal } from "@preact/signals";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { call } from "./call.ts";
import { newestOnly } from "./newest.ts";
import type { Row } from "./people.ts";

export type View = "waiting" | "mine" | "recent";
type Listed = {
  rows: readonly Row[];
  cursor?: string;
  state: "loading" | "ready" | "failed";
};

export const view = signal<View>("waiting");
/** The name of a number; empty: all. */
export const numberFilter = signal("");
const EMPTY: Listed = { rows: [], state: "loading" };
export const listed = signal<Listed>(EMPTY);
/** All customers who wait, whatever is shown. */
export const waitingCount = signal(0);

export function emptyList(): void {
  listed.value = EMPTY;
  waitingCount.value = 0;
}

const query = () => omitUndefined({ view: view.value, number: numberFilter.value || undefined });

const page = async (cursor?: string) => {
  const asked = query();
  const answer = await call("list", { params: omitUndefined({ ...asked, cursor }) });
  // Somebody may have chosen another list in the meantime.
  const isCurrent = asked.view === view.value && (asked.number ?? "") === numberFilter.value;
  return isCurrent ? answer : undefined;
};

const withPage = (rows: readonly Row[], cursor: string | undefined): Listed =>
  omitUndefined({ rows, cursor, state: "ready" as const });

const askForFirstPage = newestOnly();

/** Loads the first page of the list that is chosen. Returns whether it is shown, or a newer one. */
export async function loadList(): Promise<boolean> {
  listed.value = EMPTY;
  const isNewest = askForFirstPage();
  const answer = await page();
  if (!answer || (answer.ok && !isNewest())) return true;
  listed.value = answer.ok
    ? withPage(answer.value.conversations, answer.value.cursor)
    : { ...EMPTY, state: "failed" };
  return answer.ok;
}

export async function loadMore(): Promise<void> {
  const { cursor, rows, state } = listed.value;
  if (cursor === undefined || state === "loading") return;
  listed.value = { rows, cursor, state: "loading" };
  const answer = await page(cursor);
  if (!answer) return;
  if (!answer.ok) {
    listed.value = { rows, cursor, state: "failed" };
    return;
  }
  const known = new Set(rows.map(({ conversation }) => conversation));
  const fresh = answer.value.conversations.filter(({ conversation }) => !known.has(conversation));
  listed.value = withPage([...listed.value.rows, ...fresh], answer.value.cursor);
}

/** Reads the first page again and keeps what was paged below it, but what has changed since. */
export async function refreshList(changed: readonly string[]): Promise<boolean> {
  const isNewest = askForFirstPage();
  const answer = await page();
  if (!answer) return true;
  if (!answer.ok) return false;
  if (!isNewest()) return true;
  const { conversations, cursor } = answer.value;
  const gone = new Set([...changed, ...conversations.map(({ conversation }) => conversation)]);
  const { rows, cursor: before } = listed.value;
  const rest =
    cursor === undefined ? [] : rows.slice(conversations.length).filter((row) => !gone.has(row.conversation));
  listed.value = withPage([...conversations, ...rest], rest.length > 0 ? before : cursor);
  return true;
}

export function choose(change: { view?: View; number?: string }): void {
  batch(() => {
    if (change.view !== undefined) view.value = change.view;
    if (change.number !== undefined) numberFilter.value = change.number;
  });
  void loadList();
}

/** Shows at once what this page has just done to a conversation. */
export function patchRow(conversation: string, change: Partial<Row>): void {
  listed.value = {
    ...listed.value,
    rows: listed.value.rows.map((row) => (row.conversation === conversation ? { ...row, ...change } : row)),
  };
}
