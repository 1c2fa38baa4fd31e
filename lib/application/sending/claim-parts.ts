import type { Part, ReplyPart } from "../../domain/turn/turn.ts";

export const FIRST_PART = 0;

/** Written as "sending" before its request leaves. */
export const claimFirstPart = (parts: readonly ReplyPart[], now: number): Part[] =>
  parts.map((part, index) =>
    index === FIRST_PART
      ? { ...part, state: "sending", sendingAt: now, attempts: 1 }
      : { ...part, state: "pending", attempts: 0 },
  );
