import { isTooFastByProviderTime } from "../inbound/automatic-text.ts";
import type { Content } from "../inbound/inbound.ts";

type Message = { content: Content; sentAt: number; arrivedAt: number };

/** Known only later to be automatic: they arrived before the customer's message that they follow. */
export function withAutomatic<Kept extends Message>(messages: readonly Kept[]): readonly Kept[] {
  const written = messages.filter(
    ({ content }) => content.kind !== "echo" && content.kind !== "identity-change",
  );
  return messages.map((message) => {
    const { content, sentAt, arrivedAt } = message;
    const isAutomatic =
      content.kind === "echo" &&
      content.what === "text" &&
      written.some((customers) => isTooFastByProviderTime({ sentAt, arrivedAt }, customers));
    return isAutomatic ? { ...message, content: { ...content, automatic: true } } : message;
  });
}
