import type { ResultOf } from "../lib/operator-api/results.ts";

type Conversation = ResultOf<"export">["conversations"][number];

const inTime = (one: { at: number }, other: { at: number }) => one.at - other.at;

/** Each conversation once and complete, its messages in order of time. */
export function joinExport(pages: readonly ResultOf<"export">[]): {
  exportedAt: number;
  conversations: readonly Conversation[];
} {
  const whole = new Map<string, Conversation>();
  for (const part of pages.flatMap(({ conversations }) => conversations)) {
    const { conversation, transcript = [], acts = [], items = [], continued: _, ...rest } = part;
    const before = whole.get(conversation);
    whole.set(conversation, {
      ...rest,
      ...before,
      conversation,
      transcript: [...(before?.transcript ?? []), ...transcript],
      acts: [...(before?.acts ?? []), ...acts],
      items: [...(before?.items ?? []), ...items],
    });
  }
  const conversations = [...whole.values()].map((each) => ({
    ...each,
    transcript: (each.transcript ?? []).toSorted(inTime),
    acts: (each.acts ?? []).toSorted(inTime),
  }));
  return { exportedAt: pages[0]?.exportedAt ?? 0, conversations };
}
