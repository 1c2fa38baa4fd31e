import type { LedgerEntry, Recorded } from "../ports/ports.ts";
import { pauseOnEcho } from "./pause-on-echo.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

/**
 * A person who wrote the echo takes over; a deletion, correction, reaction or automatic message changes
 * nothing.
 */
export async function recordEcho(
  deps: ReceiveWebhookDeps,
  entry: LedgerEntry,
  sentAt: number,
): Promise<{ recorded: Recorded; wakes: boolean }> {
  const { ledger, telemetry } = deps;
  const { conversation, number, message, arrivedAt } = entry;
  const { id, content, groupId } = message;
  const ignore = (reason: "own-echo" | "echo-no-message" | "echo-automatic") =>
    telemetry.count("InboundIgnored", 1, { reason });
  if (content.kind !== "echo" || groupId) return { recorded: await ledger.record(entry), wakes: false };
  if (content.act) {
    ignore("echo-no-message");
    return { recorded: await ledger.record(entry), wakes: false };
  }
  // The first decision stands, whatever the customer has written since.
  const known = await ledger.recordedContent(conversation, id);
  if (known?.kind === "echo" && known.automatic) return { recorded: "answered", wakes: false };
  const { text, what } = content;
  switch (
    await pauseOnEcho(deps, conversation, { id, number, text, isText: what === "text", sentAt }, arrivedAt)
  ) {
    case "ours":
      ignore("own-echo");
      return { recorded: "answered", wakes: false };
    case "automatic":
      ignore("echo-automatic");
      return {
        recorded: await ledger.record({
          ...entry,
          message: { ...message, content: { ...content, automatic: true } },
        }),
        wakes: false,
      };
    case "person":
      return { recorded: await ledger.record(entry), wakes: true };
  }
}
