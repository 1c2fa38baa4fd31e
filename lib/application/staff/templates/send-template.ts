import type { ContactIdentifier } from "../../../domain/conversation/contact-identifier.ts";
import type { ConversationIds, ConversationState } from "../../../domain/conversation/conversation.ts";
import type { StoredSendBlock } from "../../../domain/conversation/send-block.ts";
import { isWindowOpen } from "../../../domain/conversation/window.ts";
import type { ConversationId, NumberName } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { TemplateDefinition, TemplateMessage } from "../../../domain/template/template.ts";
import { purposeOf } from "../../../domain/template/template-purpose.ts";
import { chooseDefinition, fillTemplate } from "../../../domain/template/template-values.ts";
import { DAY_MS } from "../../../domain/time.ts";
import type { Outbound } from "../../../domain/turn/outbound.ts";
import { queueWakeUp } from "../../ports/queue-wake-up.ts";
import { blockOf, hasOptIn } from "../contacts/record-opt-in.ts";
import { hasPhone } from "../conversation/find-conversation.ts";
import { findOutbound, recordOutbound, requeueOutbound } from "../replies/queue-outbound.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";
import { findRecipient, hasPassedOn, type Recipient } from "./template-recipient.ts";

export type TemplateDeps = Pick<
  StaffDeps,
  | "controls"
  | "outbox"
  | "history"
  | "turnQueue"
  | "clock"
  | "directory"
  | "numbers"
  | "conversationFor"
  | "templatesOf"
  | "campaigns"
  | "allowance"
  | "shortId"
  | "switches"
  | "optIns"
  | "requiresOptIn"
>;

export type TemplateRequest = ByStaff<{
  number: NumberName;
  contact: ContactIdentifier;
  template: { name: string; language?: string; values: Readonly<Record<string, string>> };
  campaign?: string;
  /** With a campaign, campaign and conversation make the id: nobody gets it twice. */
  id: string;
}>;

export type SendTemplateResult =
  | { conversation: ConversationId; outbound: string; result: "queued" | "repeated" }
  | { result: "skipped"; reason: StoredSendBlock | "no-opt-in" }
  | { result: "bad-template"; problems: readonly string[] }
  | "unknown-number"
  | "unknown-contact"
  | "daily-limit"
  | "switched-off"
  | "unknown-category"
  | "id-taken";

/** Finds a newly approved template without a new list for every recipient of a mailing. */
const RELOAD_AFTER_MS = 15_000;

/**
 * The customer may never have written. Throws IntegrationError when the provider does not list its templates.
 * A repeat completes it wherever it crashed: claimed first, so that a mailing knows whom it writes to;
 * counted before it is queued, so that Meta's limit is reached early rather than exceeded; queued once by its
 * id; woken again for as long as it waits.
 */
export const sendTemplate = (deps: TemplateDeps, request: TemplateRequest): Promise<SendTemplateResult> =>
  queueTemplate<never>(deps, request, async () => deps.clock.now());

/** `start`: returns the template's time, or why there is to be none. Called once nothing else is against it. */
export async function queueTemplate<Refused extends object | string>(
  deps: TemplateDeps,
  request: TemplateRequest,
  start: (state: ConversationState, conversationIds: ConversationIds) => Promise<number | Refused>,
): Promise<SendTemplateResult | Refused> {
  const { outbox, history, turnQueue, clock, numbers, allowance } = deps;
  const { number, contact, campaign, by } = request;
  if (!numbers.some(({ name }) => name === number)) return "unknown-number";
  const recipient = await findRecipient(deps, contact, number);
  if (!recipient) return "unknown-contact";
  const { state, path, customer } = recipient;
  const { conversation } = state;
  const idFor = (each: ConversationId) =>
    campaign === undefined ? request.id : deps.shortId("campaign", campaign, each);
  const id = idFor(conversation);

  const earlier = await findOutbound(deps, path, [...new Set(path.map(idFor))]);
  if (earlier) {
    if (earlier.record.content.kind !== "template") return "id-taken";
    await requeueOutbound(deps, earlier);
    return { conversation: earlier.conversation, outbound: earlier.record.id, result: "repeated" };
  }
  const refused = await reasonNotToSend(deps, request, recipient);
  if (refused) return refused;
  const filled = await fill(deps, request);
  if ("problems" in filled) return { result: "bad-template", problems: filled.problems };
  const missing = await missingOptIn(deps, request, recipient, filled.definition);
  if (missing) return missing;
  const counts = isWindowClosed(state, clock.now());
  if (counts && (await isOverLimit(deps, number))) return "daily-limit";
  const at = await start(state, path);
  if (typeof at !== "number") return at;

  if ((await claim(deps, request, conversation, id)) === "finished")
    return { conversation, outbound: id, result: "repeated" };
  if (counts) await allowance.add(number, clock.now());
  const outbound: Outbound = {
    id,
    number,
    at,
    by,
    ...omitUndefined({ customer }),
    content: { kind: "template", template: filled.template },
    ...omitUndefined({ campaign }),
  };
  const result = await outbox.add(conversation, outbound);
  await recordOutbound(history, conversation, outbound);
  await queueWakeUp(turnQueue, conversation, number);
  return { conversation, outbound: id, result };
}

async function reasonNotToSend(
  deps: TemplateDeps,
  { number, contact }: TemplateRequest,
  recipient: Recipient,
): Promise<SendTemplateResult | undefined> {
  // The customer has another phone now: a message for the phone's present owner would go to the former one.
  if (!hasPhone(recipient.state, contact)) return "unknown-contact";
  // It would reach the phone's present owner.
  if (await hasPassedOn(deps, recipient.state, number)) return "unknown-contact";
  const reason = await blockOf(deps, number, contact, recipient);
  if (reason) return { result: "skipped", reason };
  // Queued now it would be cancelled, and a mailing would never write to this customer again.
  return (await deps.switches.current(number)).off ? "switched-off" : undefined;
}

/** Only where the settings demand an opt-in. A customer's opt-out counts before, whatever was recorded. */
async function missingOptIn(
  deps: TemplateDeps,
  { number, contact }: TemplateRequest,
  recipient: Recipient,
  definition: TemplateDefinition,
): Promise<SendTemplateResult | undefined> {
  const purpose = deps.requiresOptIn ? purposeOf(definition) : "other";
  if (purpose === "unknown") return "unknown-category";
  if (purpose === "other" || (await hasOptIn(deps, number, contact, recipient))) return undefined;
  return { result: "skipped", reason: "no-opt-in" };
}

type Filled = { template: TemplateMessage; definition: TemplateDefinition } | { problems: readonly string[] };

/** Uses the cached list, and a newer one when the values do not fit. */
async function fill(deps: TemplateDeps, request: TemplateRequest): Promise<Filled> {
  const filled = await fillFrom(deps, request);
  return "problems" in filled ? fillFrom(deps, request, RELOAD_AFTER_MS) : filled;
}

async function fillFrom(
  deps: TemplateDeps,
  { number, template }: TemplateRequest,
  maxAgeMs?: number,
): Promise<Filled> {
  const { templates } = await deps.templatesOf(number)(maxAgeMs);
  const chosen = chooseDefinition(templates, template.name, template.language);
  if ("problems" in chosen) return chosen;
  const filled = fillTemplate(chosen.definition, template.values);
  return "problems" in filled ? filled : { ...filled, definition: chosen.definition };
}

/** Messages inside an open window do not count towards the provider's limit. */
const isWindowClosed = ({ lastInboundAt }: ConversationState, now: number) =>
  lastInboundAt === undefined || !isWindowOpen(lastInboundAt, now);

async function isOverLimit(
  { templatesOf, allowance, clock }: TemplateDeps,
  number: NumberName,
): Promise<boolean> {
  const { dailyLimit } = await templatesOf(number)();
  if (dailyLimit === undefined) return false;
  const now = clock.now();
  return (await allowance.usedSince(number, now - DAY_MS, now)) >= dailyLimit;
}

/** "finished": the mailing is done with this conversation though nothing is queued, as after an erasure. */
async function claim(
  { campaigns }: TemplateDeps,
  { campaign, number }: TemplateRequest,
  conversation: ConversationId,
  id: string,
): Promise<"go on" | "finished"> {
  if (campaign === undefined) return "go on";
  const claimed = await campaigns.claim(campaign, conversation, number, id);
  return claimed === "new" || claimed.state === "waiting" ? "go on" : "finished";
}
