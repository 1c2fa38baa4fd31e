import { NewerVersionError } from "../../../application/ports/newer-version-error.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { OutboundState } from "../../../domain/turn/outbound.ts";
import { type Item, readText, text } from "./items.ts";

const STATES: readonly OutboundState[] = ["waiting", "sent", "failed", "cancelled"];

/** A message ends once, but "sent" may become "failed". */
export const endCondition = (state: OutboundState) =>
  state === "failed"
    ? {
        condition: "#state IN (:waiting, :sent)",
        values: { ":waiting": text("waiting"), ":sent": text("sent") },
      }
    : { condition: "#state = :waiting", values: { ":waiting": text("waiting") } };

export function readOutboundState(item: Item): { state: OutboundState; code?: string } {
  const state = STATES.find((each) => each === readText(item, "state"));
  if (!state) throw new NewerVersionError();
  const code = readText(item, "code");
  return { state, ...omitUndefined({ code }) };
}
