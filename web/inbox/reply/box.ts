import { signal } from "@preact/signals";
import type { Message } from "../data/people.ts";
import { dialog } from "../dialogs.ts";
import { saveDraftLater } from "./drafts.ts";

/** Why a reply did not leave. `newer`: a colleague has written in the meantime. */
type Trouble = { kind: "newer"; by: string } | { kind: "other"; text: string };

/** What somebody is writing in one conversation. */
export type Box = {
  mode: "reply" | "note";
  text: string;
  note: string;
  quote?: Message;
  /** Without `uploaded` it is on its way. */
  file?: { name: string; stop: AbortController; uploaded?: string };
  sending?: AbortController;
  trouble?: Trouble;
  /** Of the reply that is tried: a repeat of the same text is recognised by it. */
  id?: string;
};

const EMPTY: Box = { mode: "reply", text: "", note: "" };

/** By conversation. In memory only; drafts are kept on the server. */
const boxes = signal<ReadonlyMap<string, Box>>(new Map());

export const boxOf = (conversation: string): Box => boxes.value.get(conversation) ?? EMPTY;
export const isBegun = (conversation: string): boolean => boxes.value.has(conversation);

type BoxChange = { [Key in keyof Box]?: Box[Key] | undefined };

/** `undefined` takes something away. */
export function change(conversation: string, part: BoxChange): void {
  const next = Object.fromEntries(
    Object.entries({ ...boxOf(conversation), ...part }).filter(([, value]) => value !== undefined),
  ) as Box;
  boxes.value = new Map(boxes.value).set(conversation, next);
}

export const empty = (conversation: string): void => {
  boxes.value = new Map(boxes.value).set(conversation, EMPTY);
};

/** Once what was just changed is drawn. */
export const focusBox = (): void => {
  requestAnimationFrame(() => document.querySelector<HTMLElement>("#reply")?.focus());
};

export const emptyBoxes = (): void => {
  boxes.value = new Map();
};

/** A changed text is another message, and gets another id. */
export function write(conversation: string, text: string): void {
  change(conversation, { text, id: undefined });
  saveDraftLater(conversation, text);
}

/** What is written next answers this message of the customer. */
export function quote(conversation: string, message: Message): void {
  change(conversation, { mode: "reply", quote: message, id: undefined });
  focusBox();
}

/** Puts the text of a message that was lost into the box; a template is chosen again. */
export function tryAgain(conversation: string, { kind, text }: Message): void {
  if (kind === "template") {
    dialog.show({ kind: "template", conversation });
    return;
  }
  const { text: begun } = boxOf(conversation);
  change(conversation, { mode: "reply", trouble: undefined });
  if (begun.trim() !== text.trim()) write(conversation, begun.trim() === "" ? text : `${text}\n\n${begun}`);
  focusBox();
}
