/** Every inbound message ends in exactly one of these. `drafted`: its answer waits for a person's tap. */
export type Outcome =
  | { kind: "answered" }
  | { kind: "handed-off" }
  | { kind: "drafted" }
  | { kind: "ignored"; reason: string }
  | { kind: "deferred"; reason: "window" | "file" }
  | { kind: "failed"; reason: string };

/** After such an end a template brings the customer back, or the team is told. */
export const isSeenTo = ({ kind }: Outcome): boolean => kind === "deferred" || kind === "handed-off";
