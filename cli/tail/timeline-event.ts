/** `content`: the message text, shown only on request. */
export type TimelineEvent = { at: number; where: string; what: string; facts: string; content?: string };
