import type { Notice } from "../inbound/inbound.ts";
import { DAY_MS, HOUR_MS, SECOND_MS } from "../time.ts";
import { noticeKey } from "./notice.ts";

/** Meta repeats a webhook for seven days. */
const KEEP_MS = 8 * DAY_MS;
const MAX_KEPT = 200;
/** The same event with another time is a repetition within this time, and later an event of its own. */
const SAME_EVENT_MS = HOUR_MS;
export const MAX_NOTICE_MAILS_PER_HOUR = 6;
/** A flood of others keeps no problem until the daily mail. */
export const MAX_PROBLEM_MAILS_PER_HOUR = 2 * MAX_NOTICE_MAILS_PER_HOUR;
/** Longer than a function may run: after it the mail was not sent, or nobody could record that it was. */
const NOTICE_CLAIM_MS = 45 * SECOND_MS;

type Kept = {
  key: string;
  seenAt: number;
  at?: number;
  /** `claimed`: its mail is on its way. `later`: it waits for the daily mail. */
  state: "claimed" | "told" | "later";
  claimedUntil?: number;
  /** Only while it waits for the daily mail. */
  notice?: Notice;
};

export type NoticeMemory = {
  kept: readonly Kept[];
  /** Times of the last hour's mails. */
  mailedAt: readonly number[];
};

export const NO_NOTICES: NoticeMemory = { kept: [], mailedAt: [] };

const isRepeated = (kept: Kept, notice: Notice, now: number) =>
  kept.key === noticeKey(notice) &&
  ((notice.at !== undefined && notice.at === kept.at) || now - kept.seenAt < SAME_EVENT_MS);

/** `busy`: somebody else is mailing some of them. `isLast`: what follows in this hour waits for the daily mail. */
export type ClaimedNotices = { next: NoticeMemory; tell: readonly Notice[]; busy: boolean; isLast: boolean };

/** Those that nobody has told yet stay longest. */
const newest = (kept: readonly Kept[]) =>
  kept
    .toSorted((a, b) => Number(a.state === "later") - Number(b.state === "later") || a.seenAt - b.seenAt)
    .slice(-MAX_KEPT);

/** Of those that arrived together; what may be told at once is claimed, so that nobody else tells it. */
export function claimNotices(
  memory: NoticeMemory,
  notices: readonly Notice[],
  now: number,
  isProblem: (notice: Notice) => boolean,
): ClaimedNotices {
  const mailedAt = memory.mailedAt.filter((at) => now - at < HOUR_MS);
  let kept = memory.kept.filter(({ seenAt, state }) => state === "later" || now - seenAt < KEEP_MS);
  const isFull = (notice: Notice) =>
    mailedAt.length >= (isProblem(notice) ? MAX_PROBLEM_MAILS_PER_HOUR : MAX_NOTICE_MAILS_PER_HOUR);
  const tell: Notice[] = [];
  let busy = false;
  for (const notice of notices) {
    const known = kept.find((each) => isRepeated(each, notice, now));
    if (known && known.state !== "claimed") continue;
    if (known && (known.claimedUntil ?? 0) > now) {
      busy = true;
      continue;
    }
    const entry = {
      key: noticeKey(notice),
      seenAt: known?.seenAt ?? now,
      ...(notice.at !== undefined && { at: notice.at }),
    };
    kept = kept.filter((each) => each !== known);
    if (isFull(notice)) kept.push({ ...entry, state: "later", notice });
    else {
      kept.push({ ...entry, state: "claimed", claimedUntil: now + NOTICE_CLAIM_MS });
      tell.push(notice);
    }
  }
  const mails = tell.length > 0 ? [...mailedAt, now] : mailedAt;
  return {
    next: { kept: newest(kept), mailedAt: mails },
    tell,
    busy,
    isLast: tell.length > 0 && mails.length >= MAX_NOTICE_MAILS_PER_HOUR,
  };
}

export function confirmTold(memory: NoticeMemory, told: readonly Notice[]): NoticeMemory {
  const keys = new Set(told.map(noticeKey));
  return {
    ...memory,
    kept: memory.kept.map((each) => {
      if (!keys.has(each.key)) return each;
      const { claimedUntil: _, notice: __, ...rest } = each;
      return { ...rest, state: "told" };
    }),
  };
}

export const waitingNotices = ({ kept }: NoticeMemory): readonly Notice[] =>
  kept.flatMap(({ state, notice }) => (state === "later" && notice ? [notice] : []));
