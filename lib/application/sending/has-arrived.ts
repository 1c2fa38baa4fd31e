import type { ConversationIds } from "../../domain/conversation/conversation.ts";
import type { TurnId } from "../../domain/ids.ts";
import type { Deliveries } from "../ports/ports.ts";

type Attempts = { turn: TurnId; part: number; attempts: number };

/** Whether a status says so of any attempt. Costs one read per attempt and place. */
export async function hasArrived(
  deliveries: Deliveries,
  places: ConversationIds,
  { turn, part, attempts }: Attempts,
): Promise<boolean> {
  const references = places.flatMap((conversation) =>
    Array.from({ length: attempts }, (_, index) => ({ conversation, turn, part, attempt: index + 1 })),
  );
  const found = await Promise.all(references.map((reference) => deliveries.find(reference)));
  return found.some((delivery) => delivery && delivery.state !== "failed");
}
