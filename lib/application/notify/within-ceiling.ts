import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { Memory } from "../../domain/conversation/memory.ts";
import type { NumberName } from "../../domain/ids.ts";
import { type Capped, hasRoom, withOneMore } from "../../domain/turn/ceiling.ts";
import type { Engine } from "../ports/engine.ts";

function sortOf(kind: Capped): "mail" | "event" | "message" {
  if (kind === "mail") return "mail";
  return kind.endsWith("-event") ? "event" : "message";
}

/** The memory in which this one is counted; `undefined`, and said in log and metric, when it must not leave because the hour has had its share. */
export function withinCeiling(
  { clock, telemetry }: Pick<Engine, "clock" | "telemetry">,
  { conversation, memory }: Pick<ConversationState, "conversation" | "memory">,
  number: NumberName,
  kind: Capped,
): Memory | undefined {
  const now = clock.now();
  if (hasRoom(memory, kind, now)) return withOneMore(memory, kind, now);
  telemetry.count("Withheld", 1, { number, sort: sortOf(kind) });
  telemetry.warn("ceiling.reached", { conversation, number, kind });
  return undefined;
}
