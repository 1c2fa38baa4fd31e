import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { json, type Service, startService } from "../../local/http/service.ts";
import { metaError } from "../../local/meta/errors.ts";
import { type MetaNumber, statusWebhook } from "../../local/meta/payloads.ts";
import { readMetaRequest } from "../../local/meta/request.ts";
import { conversationOfPhone, customerOf } from "./customers.ts";
import type { Proof } from "./proof.ts";
import { messagesAnsweredIn } from "./texts.ts";
import type { WebhookSender } from "./webhooks.ts";

const STATUSES = [
  { state: "sent", afterMs: 100 },
  { state: "delivered", afterMs: 300 },
  { state: "read", afterMs: 1_500 },
] as const;

type Parts = {
  number: MetaNumber;
  proof: Proof;
  webhooks: () => WebhookSender;
  statuses: number;
  accessToken: string | undefined;
  /** A reply is accepted, and its sender does not know it yet. */
  onAccepted(): Promise<void> | undefined;
};

/** Reads requests as the fake of Meta does, and keeps nothing of them. */
export function startMeta({
  number,
  proof,
  webhooks,
  statuses,
  accessToken,
  onAccepted,
}: Parts): Promise<Service> {
  function tellStatuses(conversation: number, id: string, reference: string | undefined): void {
    webhooks().inBackground(async () => {
      for (const { state, afterMs } of STATUSES.slice(0, statuses)) {
        await pause(afterMs);
        const pricing = state === "sent" ? { pricing: { billable: true, category: "service" } } : {};
        const about = { id, toPhone: true, at: Date.now(), ...(reference !== undefined && { reference }) };
        await webhooks().send(
          statusWebhook(number, customerOf(conversation), { ...about, state, ...pricing }),
        );
      }
    });
  }

  return startService({}, async ({ headers, body }) => {
    if (headers.authorization !== `Bearer ${accessToken}`)
      return metaError(190, "Invalid OAuth access token");
    const request = readMetaRequest(body, []);
    if (request.kind === "refused") return metaError(request.code, request.details);
    if (request.kind === "read") return json(200, { success: true });
    const conversation = conversationOfPhone(request.to);
    const id = `wamid.${randomUUID()}`;
    const messages = messagesAnsweredIn(request.content.text);
    // The further parts of a long answer name none.
    if (messages.length > 0) proof.answered(conversation, messages, Date.now());
    tellStatuses(conversation, id, request.reference);
    await onAccepted();
    return json(200, { messaging_product: "whatsapp", messages: [{ id }] });
  });
}
