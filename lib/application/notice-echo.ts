import { isOurs } from "../domain/held-reply.ts";
import type { ConversationId, MessageId } from "../domain/ids.ts";
import type { Controls } from "./control-ports.ts";
import { keepQuiet } from "./keep-quiet.ts";

type Ports = {
  controls: Pick<Controls, "read" | "pause" | "extend">;
  idFor(message: MessageId): string;
  /** Milliseconds for which the bot keeps quiet. */
  resumeAfter: number;
};

/**
 * A message left the business's number that was not sent by us: a person wrote it from the WhatsApp Business app, and has the conversation from then on.
 * "ours" when it was sent by us after all. Repeating it changes nothing.
 */
export const noticeEchoWith =
  ({ controls, idFor, resumeAfter }: Ports) =>
  async (
    conversation: ConversationId,
    echo: { id: MessageId; text: string | undefined; sentAt: number },
    now: number,
  ): Promise<"ours" | "person"> => {
    if (isOurs(await controls.read(conversation), echo)) return "ours";
    const resumeAt = echo.sentAt + resumeAfter;
    // Delivered days late: whoever wrote it has long gone.
    if (resumeAt <= now) return "person";
    const handoff = { id: idFor(echo.id), reason: "app", since: echo.sentAt, by: "app", quiet: true, origin: conversation } as const;
    await keepQuiet(controls, handoff, resumeAt);
    return "person";
  };
