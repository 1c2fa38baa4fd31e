import type { EngineFailure } from "../application/ports/media-engine.ts";

type Reason = EngineFailure["reason"];

/** Certainly unpaid. */
export const free = (reason: Reason, code: string): EngineFailure => ({
  kind: "failed",
  reason,
  code,
  free: true,
});

export const freeForNow = (code: string): EngineFailure => ({ ...free("unavailable", code), retry: true });

export const maybePaid = (reason: Reason, code: string): EngineFailure => ({
  kind: "failed",
  reason,
  code,
  free: false,
});
