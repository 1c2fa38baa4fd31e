import type { InboundMessage } from "../../domain/inbound/inbound.ts";
import { SECOND_MS } from "../../domain/time.ts";
import { quietSecondsAfter, shortestQuietSeconds } from "../../domain/turn/quiet.ts";
import type { LedgerEntry, Recorded, TurnCommand } from "../ports/ports.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

export type Woken = { entry: LedgerEntry; recorded: Recorded };

/**
 * One for each message. Those of a conversation wait for the same time: what its last message in this POST says
 * about whether more is to come.
 */
export function wakeUpsFor(
  deps: Pick<ReceiveWebhookDeps, "rules" | "detectKeyword">,
  woken: readonly Woken[],
): TurnCommand[] {
  const last = new Map(woken.map((each) => [each.entry.conversation, each]));
  return woken.map(({ entry: { conversation, number, message } }) => {
    const wake = { kind: "wake", conversation, number, message: message.id } as const;
    const until = quietUntil(deps, last.get(conversation));
    return until === undefined ? wake : { ...wake, quietUntil: until };
  });
}

/** `undefined` when the queue's own delay is enough, and for what waits for nothing. */
function quietUntil(
  { rules, detectKeyword }: Pick<ReceiveWebhookDeps, "rules" | "detectKeyword">,
  last: Woken | undefined,
): number | undefined {
  // A repeat has waited before.
  if (last?.recorded !== "new" || isAct(last.entry.message, detectKeyword)) return undefined;
  const { message, arrivedAt } = last.entry;
  const seconds = quietSecondsAfter({ ...message, arrivedAt }, rules);
  return seconds > shortestQuietSeconds(rules) ? arrivedAt + seconds * SECOND_MS : undefined;
}

/** Changes whether the bot may speak: it is applied at once, and no question follows that belongs to it. */
const isAct = ({ content }: InboundMessage, detectKeyword: ReceiveWebhookDeps["detectKeyword"]): boolean =>
  content.kind === "echo" || content.kind === "opt-out" || detectKeyword(content) !== undefined;
