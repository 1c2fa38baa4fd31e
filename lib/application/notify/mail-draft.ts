import type { ConversationState } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import { draftMail } from "../../domain/draft/draft-mail.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";

/** `waitedMs`: the team is reminded. */
export async function mailDraft(
  { clock, handoffNotice, notifications }: Engine,
  { conversation, customer, lastInboundAt }: ConversationState,
  number: BusinessNumber,
  since: number,
  waitedMs?: number,
): Promise<void> {
  const closesAt = lastInboundAt === undefined ? 0 : windowClosesAt(lastInboundAt);
  await notifications.send(
    draftMail({
      conversation,
      number: number.name,
      since,
      windowClosesAt: closesAt > clock.now() ? closesAt : undefined,
      ...omitUndefined({ inbox: handoffNotice.inbox?.(conversation), waitedMs }),
      ...(handoffNotice.mailContent === "full" && customer && { customer }),
    }),
  );
}
