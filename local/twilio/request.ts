import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { isWhatsapp, readAddress } from "./address.ts";
import type { TwilioContent } from "./contents.ts";
import { type FilledContent, fillContent } from "./fill-content.ts";

export type TwilioRequest =
  | {
      kind: "message";
      to: string;
      from: string;
      body: string;
      /** Files. WhatsApp shows one. */
      media: readonly string[];
      /** `geo:<latitude>,<longitude>|<label>` */
      place?: string;
      template?: FilledContent;
      service?: string;
      statusCallback?: string;
    }
  | { kind: "refused"; code: number; message: string };

const SERVICE_SID = /^MG[0-9a-f]{32}$/i;
const MAX_TEXT = 1600;
const MAX_MEDIA = 10;

const refused = (code: number, message: string): TwilioRequest => ({ kind: "refused", code, message });

type Account = {
  senders: readonly string[];
  contents: readonly TwilioContent[];
  /** A messaging service's sender for the customer; `undefined`: no such service, or no sender. */
  senderOf(service: string, to: string): string | undefined;
};

type Addresses = { to: string; from: string; service?: string };

function readAddresses(form: URLSearchParams, { senders, senderOf }: Account): Addresses | TwilioRequest {
  const [givenTo, givenFrom, service] = [
    form.get("To") ?? "",
    form.get("From") ?? "",
    form.get("MessagingServiceSid") ?? "",
  ];
  if (!givenTo) return refused(21604, "A 'To' address is required.");
  if (!givenFrom && !service) return refused(21603, "A 'From' address is required.");
  if (givenFrom && isWhatsapp(givenTo) !== isWhatsapp(givenFrom))
    return refused(21910, "'From' and 'To' are of different channels.");
  const to = readAddress(givenTo);
  if (!to) return refused(21211, "The 'To' address is not valid.");
  if (service && !SERVICE_SID.test(service)) return refused(21705, "The Messaging Service is invalid.");
  const chosen = service ? senderOf(service, to) : undefined;
  if (service && !chosen) return refused(21701, "The Messaging Service does not exist.");
  const from = givenFrom ? readAddress(givenFrom) : chosen;
  if (!from || !senders.includes(from))
    return refused(63007, "There is no channel with the given 'From' address.");
  if (from === to) return refused(63031, "'From' and 'To' are the same.");
  return { to, from, ...(service && { service }) };
}

function readContent(
  form: URLSearchParams,
  { contents }: Account,
): Pick<Message, "body" | "media" | "template" | "place"> | TwilioRequest {
  const contentSid = form.get("ContentSid");
  const body = form.get("Body");
  const media = form.getAll("MediaUrl");
  const place = form.get("PersistentAction") ?? undefined;
  if (contentSid === null && form.has("ContentVariables")) return refused(21654, "ContentSid Required");
  const template =
    contentSid === null ? undefined : fillContent(contentSid, form.get("ContentVariables"), contents);
  if (template && "code" in template) return refused(template.code, template.message);
  if (!template && media.length === 0 && body === null)
    return refused(21619, "A text message body or media urls must be specified.");
  if (!template && media.length === 0 && body?.trim() === "")
    return refused(21602, "Message body is required.");
  if ((body ?? "").length > MAX_TEXT)
    return refused(21617, `The message body exceeds the ${MAX_TEXT} character limit.`);
  if (media.length > MAX_MEDIA) return refused(21623, "The number of media files exceeds the allowed limit.");
  if (media.some((url) => !/^https?:\/\/[^\s/]+/i.test(url))) return refused(21620, "Invalid media URL(s)");
  if (template) return { body: template.text, media: [], template };
  return { body: body ?? "", media, ...(place?.startsWith("geo:") && { place }) };
}

type Message = Extract<TwilioRequest, { kind: "message" }>;

/** As Twilio's Messages API does. https://www.twilio.com/docs/messaging/api/message-resource */
export function readTwilioRequest(form: URLSearchParams, account: Account): TwilioRequest {
  const addresses = readAddresses(form, account);
  if ("kind" in addresses) return addresses;
  const content = readContent(form, account);
  if ("kind" in content) return content;
  const statusCallback = form.get("StatusCallback") ?? undefined;
  if (statusCallback !== undefined && !/^https?:\/\/[^\s/]+/.test(statusCallback))
    return refused(21609, "The 'StatusCallback' URL is not valid.");
  return { kind: "message", ...addresses, ...content, ...omitUndefined({ statusCallback }) };
}
