import type { Reference } from "../../domain/turn/reference.ts";
import type { StateWithTurn } from "../ports/engine.ts";
import type { Deliveries, Delivery } from "../ports/ports.ts";

type TurnAt = Pick<StateWithTurn, "conversation" | "turn">;

/** Any attempt that arrived, else the last one. Costs one read per attempt. */
export async function deliveryConfirmationOf(
  deliveries: Deliveries,
  { conversation, turn }: TurnAt,
  index: number,
): Promise<Delivery | undefined> {
  const attempts = Array.from({ length: turn.parts[index]?.attempts ?? 0 }, (_, at) => at + 1);
  const found = await Promise.all(
    attempts.map((attempt) => deliveries.find({ conversation, turn: turn.id, part: index, attempt })),
  );
  return found.find((delivery) => delivery && delivery.state !== "failed") ?? found.at(-1);
}

/**
 * What a failed attempt means for a part that counts as accepted. `undefined`: nothing, because another
 * attempt arrived, or the provider took a later one, whose own statuses decide. `unknown`: the part was
 * accepted for this attempt's earlier status, and a later one may have left.
 */
export async function partAfterFailure(
  deliveries: Deliveries,
  at: TurnAt,
  { part: index, attempt }: Pick<Reference, "part" | "attempt">,
): Promise<"failed" | "unknown" | undefined> {
  const part = at.turn.parts[index];
  if (!part) return undefined;
  const confirmation = await deliveryConfirmationOf(deliveries, at, index);
  if (confirmation && confirmation.state !== "failed") return undefined;
  if (confirmation || part.attempts <= attempt) return "failed";
  return part.id === undefined ? "unknown" : undefined;
}
