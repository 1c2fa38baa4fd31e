import type { TurnId } from "../ids.ts";
import { omitUndefined } from "../omit-undefined.ts";
import type { Outcome } from "../turn/outcome.ts";
import type { ReplyPart, Turn } from "../turn/turn.ts";

/** An answer of the agent that waits for a person's tap. Its text is in the archived turn of this id. */
export type Draft = {
  turn: TurnId;
  at: number;
  /** The team has had its e-mail, for this one or for one that waited already. */
  told?: true;
  /** Of this one: sent, or left out for good. */
  reminded?: true;
};

/** What a person has tapped. `text`: changed before it is sent. */
export type DraftDecision = { draft: TurnId; decision: "send" | "discard"; text?: string };

/** As outbound message: a second tap has the same id. */
export const decisionId = (draft: string): string => `draft-${draft}`;

/** More answers than anybody reads: the agent is not asked then. */
export const MAX_DRAFTS = 20;

const contentOf = ({ text, options, replyTo, media }: ReplyPart): ReplyPart => ({
  text,
  ...omitUndefined({ options, replyTo, media }),
});

/**
 * Its parts count as cancelled, so that nothing sends them but a tap. Whether the answer needs a disclosure is
 * judged when it is sent.
 */
export const asDraft = (turn: Turn, parts: readonly ReplyPart[]): Turn => ({
  ...turn,
  ending: { kind: "drafted" },
  parts: parts.map((part) => ({ ...contentOf(part), state: "cancelled", attempts: 0 })),
});

export const isDraft = ({ ending }: { ending: Outcome }): boolean => ending.kind === "drafted";

/** For sending them. */
export const draftedParts = ({ parts }: Turn): ReplyPart[] => parts.map(contentOf);

/** The first part of the agent's answer is about to leave, and nobody has tapped. */
export const isUntapped = ({ by, approvedBy, ending, parts }: Turn): boolean =>
  by === undefined &&
  approvedBy === undefined &&
  ending.kind === "answered" &&
  parts.every(({ state, attempts }, index) =>
    index === 0 ? state === "sending" && attempts === 1 : attempts === 0,
  );

/** Oldest first, each once. */
export const mergeDrafts = (own: readonly Draft[] = [], other: readonly Draft[] = []): readonly Draft[] =>
  [...new Map([...other, ...own].map((draft) => [draft.turn, draft])).values()].toSorted(
    (one, another) => one.at - another.at,
  );
