/** Every inbound message ends in exactly one of these. */
export type Outcome =
  | { kind: "answered" }
  | { kind: "handed-off" }
  | { kind: "ignored"; reason: string }
  | { kind: "deferred"; reason: "window" | "file" }
  | { kind: "failed"; reason: string };
