import type { MediaWork } from "../../domain/media/media-task.ts";
import type { UnderstandingFailure } from "../../domain/media/understood.ts";

/** `type`: MIME, by the bytes and not by what anybody says of them. */
export type EngineFile = { bytes: Uint8Array; type: string };

export type EngineFailure = {
  kind: "failed";
  reason: UnderstandingFailure;
  /** The system's own, for the log. */
  code: string;
  /** Nothing was charged for it. Only then may it be tried again. */
  free: boolean;
  /** A later call may succeed. */
  retry?: true;
};

export type EngineResult =
  | {
      kind: "understood";
      /** Empty: nothing was said, or there is nothing to read. */
      text: string;
      language?: string;
      /** 0 to 1. */
      confidence?: number;
      /** The engine stopped before the end. */
      cut?: true;
    }
  | EngineFailure;

export type Accepted = { types: ReadonlySet<string>; maxBytes: number };

/**
 * Turns a file into words. Never throws, and ends by `deadline` (milliseconds since 1970) or a moment later. Calls
 * its system once: a call that may have been charged is never repeated.
 */
export interface MediaEngine {
  /** The system's limits. Other files are not given to it. */
  readonly accepts: Readonly<Record<MediaWork, Accepted>>;
  /** `languages`: such as "de-DE", the likeliest first, at least one. */
  transcribe(file: EngineFile, languages: readonly string[], deadline: number): Promise<EngineResult>;
  /** In words of this language. */
  describe(file: EngineFile, language: string, deadline: number): Promise<EngineResult>;
  /** The document's words, in its own language. */
  read(file: EngineFile, deadline: number): Promise<EngineResult>;
}
