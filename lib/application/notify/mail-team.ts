import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import { windowClosesAt } from "../../domain/conversation/window.ts";
import { closedUntil } from "../../domain/handoff/closed-until.ts";
import type { Handoff } from "../../domain/handoff/handoff.ts";
import { handoffMail, type TranscriptLine } from "../../domain/handoff/handoff-mail.ts";
import { formatLocalTime } from "../../domain/handoff/mail-parts.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import { singleLine } from "../../domain/single-line.ts";
import type { BusinessNumber, Engine } from "../ports/engine.ts";

const MAX_MESSAGES = 20;

type HandoffContext = { customer: Customer; transcript: readonly TranscriptLine[]; link?: string };

export async function handoffContext(
  { history, handoffNotice }: Engine,
  state: ConversationState,
): Promise<HandoffContext> {
  const { conversation, customer = {} } = state;
  const transcript = await history.transcript(conversationIdsOf(state), MAX_MESSAGES);
  const link = handoffNotice.link(conversation, customer);
  return {
    customer,
    transcript: transcript.map(({ at, from, text }) => ({ at, from, text: singleLine(text) })),
    ...(link && { link }),
  };
}

/** A mail that leaves late tells of no bot that has fallen silent by then. */
function asOfNow({ pausedAt = 0 }: ConversationState, handoff: Handoff, now: number): Handoff {
  const { botUntil: _, ...silent } = handoff;
  return pausedAt > now ? handoff : silent;
}

/** Tells as much detail as the settings allow. The caller limits the mails. */
export async function mailTeam(
  engine: Engine,
  state: ConversationState,
  number: Pick<BusinessNumber, "name" | "hours">,
  given: Handoff,
): Promise<void> {
  const { handoffNotice, notifications, clock } = engine;
  if (!handoffNotice.mail) return;
  const { hours } = number;
  const handoff = asOfNow(state, given, clock.now());
  const opensAt = closedUntil(hours, handoff, clock.now());
  const opens = hours && opensAt ? formatLocalTime(opensAt, hours.timeZone) : undefined;
  const { conversation, lastInboundAt } = state;
  const windowClosing = lastInboundAt === undefined ? undefined : windowClosesAt(lastInboundAt);
  const inbox = handoffNotice.inbox?.(conversation);
  const about = {
    conversation,
    number: number.name,
    windowClosesAt: windowClosing,
    ...omitUndefined({ inbox, stage: handoffNotice.stage, opens }),
  };
  const { summary: _, ...bare } = handoff;
  await notifications.send(
    handoffNotice.mailContent === "full"
      ? handoffMail({ ...about, handoff, ...(await handoffContext(engine, state)) })
      : handoffMail({ ...about, handoff: bare }),
  );
}
