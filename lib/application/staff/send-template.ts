import type { ContactIdentifier } from "../../domain/conversation/contact.ts";
import { activeSendBlock, type ConversationState } from "../../domain/conversation/conversation.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import { isWindowOpen } from "../../domain/conversation/window.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { TemplateMessage } from "../../domain/template/template.ts";
import { chooseDefinition, fillTemplate } from "../../domain/template/template-values.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import { blockedByPhone } from "../identity/phone-consent.ts";
import { queueWakeUp } from "../ports/queue-wake-up.ts";
import { hasPhone } from "./find-conversation.ts";
import { findOutbound, recordOutbound, requeueOutbound } from "./queue-outbound.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";
import { findRecipient } from "./template-recipient.ts";

type Ports = Pick<
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
>;

export type TemplateRequest = ByStaff<{
  number: NumberName;
  contact: ContactIdentifier;
  template: { name: string; language?: string; values: Readonly<Record<string, string>> };
  campaign?: string;
  /** For a campaign the id comes from campaign and conversation: nobody gets it twice. */
  id: string;
}>;

export type SendTemplateResult =
  | { conversation: ConversationId; outbound: string; result: "queued" | "repeated" }
  | { result: "skipped"; reason: StoredSendBlock }
  | { result: "bad-template"; problems: readonly string[] }
  | "unknown-number"
  | "unknown-contact"
  | "daily-limit"
  | "switched-off"
  | "id-taken";

const DAY = 24 * 3_600_000;
/** A template that was approved or changed a moment ago is looked for anew, but not for every recipient of a mailing. */
const RELOAD_AFTER_MS = 15_000;

/**
 * Queues a template message for a customer, who may never have written. Throws IntegrationError when the provider does not list its templates.
 * Wherever it dies, a repeat finishes it: claimed first, so that a mailing knows whom it began to write to; counted before it is queued,
 * so that Meta's limit is rather reached early than exceeded; queued once by its id; woken again as long as it waits.
 */
export function sendTemplateWith(operator: Ports): (request: TemplateRequest) => Promise<SendTemplateResult> {
  const { outbox, history, turnQueue, clock, numbers, templatesOf, campaigns, allowance, shortId, switches } = operator;

  async function fillFrom({ number, template: { name, language, values } }: TemplateRequest, maxAge?: number) {
    const { templates } = await templatesOf(number)(maxAge);
    const chosen = chooseDefinition(templates, name, language);
    return "problems" in chosen ? chosen : fillTemplate(chosen.definition, values);
  }

  /** What does not fit the template as it is known may fit it as it is now. */
  async function fill(request: TemplateRequest): Promise<{ template: TemplateMessage } | { problems: readonly string[] }> {
    const filled = await fillFrom(request);
    return "problems" in filled ? fillFrom(request, RELOAD_AFTER_MS) : filled;
  }

  /** Replies inside an open window do not count. */
  async function overLimit(number: NumberName): Promise<boolean> {
    const { dailyLimit } = await templatesOf(number)();
    if (dailyLimit === undefined) return false;
    const now = clock.now();
    return (await allowance.usedSince(number, now - DAY, now)) >= dailyLimit;
  }

  /** "finished" when the mailing has dealt with this conversation although nothing is queued any more, as after an erasure. */
  async function claim({ campaign, number }: TemplateRequest, conversation: ConversationId, id: string): Promise<"go on" | "finished"> {
    if (campaign === undefined) return "go on";
    const claimed = await campaigns.claim(campaign, conversation, number, id);
    return claimed === "new" || claimed.state === "waiting" ? "go on" : "finished";
  }

  const windowClosed = ({ lastInboundAt }: ConversationState) => lastInboundAt === undefined || !isWindowOpen(lastInboundAt, clock.now());

  return async (request) => {
    const { number, contact, campaign, by } = request;
    if (!numbers.some(({ name }) => name === number)) return "unknown-number";
    const recipient = await findRecipient(operator, contact, number);
    if (!recipient) return "unknown-contact";
    const { state, path, customer } = recipient;
    const { conversation } = state;
    const idFor = (each: ConversationId) => (campaign === undefined ? request.id : shortId("campaign", campaign, each));
    const id = idFor(conversation);

    const standing = await findOutbound(operator, path, [...new Set(path.map(idFor))]);
    if (standing) {
      if (standing.record.content.kind !== "template") return "id-taken";
      await requeueOutbound(operator, standing);
      return { conversation: standing.conversation, outbound: standing.record.id, result: "repeated" };
    }
    // The phone was left by its owner, and a message for whoever has it now would go to that owner.
    if (!hasPhone(state, contact)) return "unknown-contact";
    const named = contact.kind === "phone" ? { phone: contact.phone } : {};
    const wished = activeSendBlock(state, ["opted-out", "no-templates"]);
    const reason = wished ?? (await blockedByPhone(operator, number, { ...named, ...state.customer }));
    if (reason) return { result: "skipped", reason };
    // Queued now it would be cancelled, and a mailing would never write to this customer again.
    if (await switches.isOff(number)) return "switched-off";
    const filled = await fill(request);
    if ("problems" in filled) return { result: "bad-template", problems: filled.problems };
    const counts = windowClosed(state);
    if (counts && (await overLimit(number))) return "daily-limit";

    if ((await claim(request, conversation, id)) === "finished") return { conversation, outbound: id, result: "repeated" };
    if (counts) await allowance.add(number, clock.now());
    const outbound: Outbound = {
      id,
      number,
      at: clock.now(),
      by,
      ...(customer && { customer }),
      content: { kind: "template", template: filled.template },
      ...(campaign !== undefined && { campaign }),
    };
    const result = await outbox.add(conversation, outbound);
    await recordOutbound(history, conversation, outbound);
    await queueWakeUp(turnQueue, conversation, number);
    return { conversation, outbound: id, result };
  };
}
