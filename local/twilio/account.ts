import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import { twilioError } from "./errors.ts";

/** Change it to change Twilio's responses. */
export class FakeTwilioAccount {
  status = "active";
  type = "Full";
  /** Somebody has made another one: all requests are refused. */
  tokenRevoked = false;
  senderStatus = "ONLINE";
  /**
   * Senders that the account lacks although the settings name them; also messaging services (`MG…`), which
   * otherwise all exist.
   */
  missing = new Set<string>();
  /** The webhook of each sender's incoming messages. */
  readonly webhooks = new Map<string, string>();
}

const SENDERS = "/v2/Channels/Senders";
const sidOf = (at: number) => `XE${String(at).padStart(32, "0")}`;

type Parts = {
  account: FakeTwilioAccount;
  senders: readonly string[];
  accountSid: string;
  registered(url: string): void;
};

/**
 * Setup's and diagnosis' requests; `undefined` for all others.
 * https://www.twilio.com/docs/whatsapp/api/senders
 */
export function answerAccountCall({ method, path, body }: ServiceRequest, parts: Parts): Answer | undefined {
  const { account, senders, accountSid, registered } = parts;
  if (method === "GET" && path === `/2010-04-01/Accounts/${accountSid}.json`)
    return json(200, { sid: accountSid, status: account.status, type: account.type });
  if (!path.startsWith(SENDERS)) return undefined;
  const shown = (from: string, at: number) => ({
    sid: sidOf(at),
    sender_id: from,
    status: account.senderStatus,
    webhook: { callback_url: account.webhooks.get(from) ?? null, callback_method: "POST" },
    properties: { quality_rating: "HIGH" },
  });
  const known = senders.flatMap((from, at) => (account.missing.has(from) ? [] : [shown(from, at)]));
  if (method === "GET" && path === SENDERS)
    return json(200, { senders: known, meta: { key: "senders", next_page_url: null } });
  const sender = known.find(({ sid }) => path === `${SENDERS}/${sid}`);
  if (!sender) return twilioError(20404, "The requested resource was not found");
  if (method === "GET") return json(200, sender);
  const request: { webhook?: { callback_url?: string } } = JSON.parse(body.toString("utf8"));
  const url = request.webhook?.callback_url;
  if (!url || !URL.canParse(url)) return twilioError(20001, "webhook.callback_url is not valid");
  account.webhooks.set(sender.sender_id, url);
  registered(url);
  return json(202, { ...sender, webhook: { callback_url: url } });
}
