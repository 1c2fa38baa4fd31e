import type { StateWithTurn } from "../ports/engine.ts";
import type { Deliveries, Delivery } from "../ports/ports.ts";

/** Any attempt that arrived, else the last one. Costs one read per attempt. */
export async function deliveryConfirmationOf(
  deliveries: Deliveries,
  { conversation, turn }: StateWithTurn,
  index: number,
): Promise<Delivery | undefined> {
  const attempts = Array.from({ length: turn.parts[index]?.attempts ?? 0 }, (_, at) => at + 1);
  const found = await Promise.all(
    attempts.map((attempt) => deliveries.find({ conversation, turn: turn.id, part: index, attempt })),
  );
  return found.find((delivery) => delivery && delivery.state !== "failed") ?? found.at(-1);
}
