/**
 * Why an attachment was not understood.
 * `gone`: the provider has it no longer. `too-large`, `wrong-type`: not a file that is understood.
 * `nothing`: nothing was said, or there is nothing to read. `timeout`: not within the setting's time.
 * `refused`: the engine does not want it, or may not be used. `unavailable`: the engine or the provider failed.
 * `interrupted`: the function died meanwhile, and it is not paid twice.
 */
export type UnderstandingFailure =
  | "gone"
  | "too-large"
  | "wrong-type"
  | "nothing"
  | "timeout"
  | "refused"
  | "unavailable"
  | "interrupted";

/** What was understood of an attachment: stored once, and never asked for again. */
export type Understood =
  | {
      kind: "understood";
      text: string;
      /** BCP 47, of the text. */
      language?: string;
      /** 0 to 1, where the engine tells. */
      confidence?: number;
      /** The text goes on. */
      cut?: true;
    }
  | { kind: "failed"; reason: UnderstandingFailure };
