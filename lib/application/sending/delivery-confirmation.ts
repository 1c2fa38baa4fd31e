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

export type FailedPart = { reference: Reference; code: string };

/**
 * What a failed attempt means for a part that counts as accepted: the failure that counts, of the last
 * attempt. `undefined`: nothing, because another attempt arrived, or the provider took a later one, whose own
 * statuses decide. `isUnknown`: the part was accepted for this attempt's earlier status, and the last one may
 * have left.
 */
export async function failureOfPart(
  deliveries: Deliveries,
  at: TurnAt,
  { reference, code }: FailedPart,
): Promise<(FailedPart & { isUnknown: boolean }) | undefined> {
  const part = at.turn.parts[reference.part];
  if (!part) return undefined;
  const confirmation = await deliveryConfirmationOf(deliveries, at, reference.part);
  if (confirmation && confirmation.state !== "failed") return undefined;
  const attempt = Math.max(part.attempts, reference.attempt);
  const isUnknown = !confirmation && attempt > reference.attempt;
  if (isUnknown && part.id !== undefined) return undefined;
  return { reference: { ...reference, attempt }, code: confirmation?.code ?? code, isUnknown };
}
