import type { Notice } from "../inbound/inbound.ts";

/** `problem`: customers notice it, or soon will. `news`: nothing must be done. */
export type NoticeText = { weight: "problem" | "warning" | "news"; what: string; todo?: string };

/** The same for the same event, at whatever time. */
export const noticeKey = ({ provider, account, topic, event, facts }: Notice): string =>
  JSON.stringify([
    provider,
    account,
    topic,
    event,
    Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
