import type { Ledger, LedgerEntry, Recorded } from "../ports/ports.ts";
import type { NoticeEcho } from "./pause-on-echo.ts";

type Ports = {
  ledger: Ledger;
  noticeEcho: NoticeEcho;
  /** Counts what has no consequence, by why. */
  ignore(reason: "own-echo" | "echo-no-message" | "echo-automatic"): void;
};

/**
 * Records what left the business's number without us. A person who wrote has the conversation from then on.
 * Nothing follows from a deletion, a correction or a reaction, nor from what the app sends by itself: it is kept for the transcript.
 */
export const recordEchoWith =
  ({ ledger, noticeEcho, ignore }: Ports) =>
  async (entry: LedgerEntry, sentAt: number): Promise<{ recorded: Recorded; wakes: boolean }> => {
    const { conversation, number, message, arrivedAt } = entry;
    const { id, content, groupId } = message;
    if (content.kind !== "echo" || groupId) return { recorded: await ledger.record(entry), wakes: false };
    if (content.act) {
      ignore("echo-no-message");
      return { recorded: await ledger.record(entry), wakes: false };
    }
    // What was decided first stands, whatever the customer has written since.
    const known = await ledger.recordedContent(conversation, id);
    if (known?.kind === "echo" && known.automatic) return { recorded: "answered", wakes: false };
    const { text, what } = content;
    switch (await noticeEcho(conversation, { id, number, text, isText: what === "text", sentAt }, arrivedAt)) {
      case "ours":
        ignore("own-echo");
        return { recorded: "answered", wakes: false };
      case "automatic":
        ignore("echo-automatic");
        return {
          recorded: await ledger.record({ ...entry, message: { ...message, content: { ...content, automatic: true } } }),
          wakes: false,
        };
      case "person":
        return { recorded: await ledger.record(entry), wakes: true };
    }
  };
