import type { ConversationState } from "../../domain/conversation/conversation.ts";
import type { Progress } from "../../domain/conversation/progress.ts";
import type { NumberName } from "../../domain/ids.ts";
import { countTowardsLimit, isBelowLimit, type LimitedKind } from "../../domain/turn/hourly-limits.ts";
import type { Engine } from "../ports/engine.ts";

function sortOf(kind: LimitedKind): "mail" | "event" | "message" {
  if (kind === "mail" || kind === "draft-mail" || kind === "draft-reminder") return "mail";
  return kind.endsWith("-event") ? "event" : "message";
}

/** `undefined`, logged and counted, when the limit is reached. */
export function countWithinLimit(
  { clock, telemetry }: Pick<Engine, "clock" | "telemetry">,
  { conversation, progress }: Pick<ConversationState, "conversation" | "progress">,
  number: NumberName,
  kind: LimitedKind,
): Progress | undefined {
  const now = clock.now();
  const lastHour = progress?.lastHour;
  if (isBelowLimit(lastHour, kind, now))
    return { ...progress, lastHour: countTowardsLimit(lastHour, kind, now) };
  telemetry.count("HourlyLimitReached", 1, { number, sort: sortOf(kind) });
  telemetry.warn("hourly-limit.reached", { conversation, number, kind });
  return undefined;
}
