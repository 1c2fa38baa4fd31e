import type { DeferredPart, DeferredReply } from "../conversation/progress.ts";
import type { ReplyPart } from "./turn.ts";

/** UTF-16 units: the conversation's item in the table stays small. Ten long messages of WhatsApp. */
const MAX_WAITING = 40_000;
/** What a part takes besides its text. */
const PART_OVERHEAD = 200;
/** A merge brings none of these back. */
const MAX_LEFT_OUT = 10;
/** More messages than so many are joined: each is billed. */
const MAX_MESSAGES = 10;

const sizeOf = (part: DeferredPart) => JSON.stringify(part).length + PART_OVERHEAD;

/** Without the oldest parts when too much waits. The log tells it when the rest is sent. */
export function withinRoom(reply: DeferredReply): DeferredReply {
  const { turn, parts, leftOut = [] } = reply;
  let room = MAX_WAITING;
  const tooOld = parts.findLastIndex((part) => {
    room -= sizeOf(part);
    return room < 0;
  });
  const from = Math.min(tooOld + 1, parts.length - 1);
  if (from <= 0) return reply;
  const of = parts.slice(0, from).map((part) => part.of ?? turn);
  return {
    ...reply,
    parts: parts.slice(from),
    leftOut: [...new Set([...leftOut, ...of])].slice(-MAX_LEFT_OUT),
  };
}

const isPlain = ({ media, options, template }: ReplyPart) => !media && !options && !template;

/** Of many parts, whole texts in a row become one message as far as the provider takes it. */
export function joinTexts(parts: readonly ReplyPart[], maxLength: number): readonly ReplyPart[] {
  if (parts.length <= MAX_MESSAGES) return parts;
  const joined: ReplyPart[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    const text = `${before?.text}\n\n${part.text}`;
    if (before && isPlain(before) && isPlain(part) && text.length <= maxLength)
      joined[joined.length - 1] = { ...before, text };
    else joined.push(part);
  }
  return joined;
}
