import type { TwilioContent } from "./contents.ts";
import { type FilledContent, fillContent } from "./fill-content.ts";

/** What a POST to Messages.json asks for, or the error it gets. `template`: only when it is one. */
export type TwilioRequest =
  | { kind: "message"; to: string; from: string; body: string; template?: FilledContent; statusCallback?: string }
  | { kind: "refused"; code: number; message: string };

const WHATSAPP = "whatsapp:";
const PHONE = /^whatsapp:\+\d{6,15}$/;
const USER_ID = /^whatsapp:[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
const MOST_CHARACTERS = 1600;

const refused = (code: number, message: string): TwilioRequest => ({ kind: "refused", code, message });

type Account = {
  /** Its WhatsApp numbers. */
  senders: readonly string[];
  contents: readonly TwilioContent[];
};

/** Checks a form as Twilio's Messages API does. */
export function readTwilioRequest(form: URLSearchParams, { senders, contents }: Account): TwilioRequest {
  const [to, from] = [form.get("To") ?? "", form.get("From") ?? ""];
  const contentSid = form.get("ContentSid");
  const body = form.get("Body") ?? "";
  if (!to) return refused(21604, "A 'To' address is required.");
  if (!from) return refused(21603, "A 'From' address is required.");
  if (to.startsWith(WHATSAPP) !== from.startsWith(WHATSAPP)) return refused(21910, "'From' and 'To' are of different channels.");
  if (!PHONE.test(to) && !USER_ID.test(to)) return refused(21211, "The 'To' address is not valid.");
  if (!senders.includes(from)) return refused(63007, "There is no channel with the given 'From' address.");
  if (from === to) return refused(63031, "'From' and 'To' are the same.");
  if (contentSid === null && form.has("ContentVariables")) return refused(21654, "ContentSid Required");
  const template = contentSid === null ? undefined : fillContent(contentSid, form.get("ContentVariables"), contents);
  if (template && "code" in template) return refused(template.code, template.message);
  if (!template && body.trim() === "") return refused(21602, "Message body is required.");
  if (body.length > MOST_CHARACTERS) return refused(21617, `The message body exceeds the ${MOST_CHARACTERS} character limit.`);
  const statusCallback = form.get("StatusCallback") ?? undefined;
  if (statusCallback !== undefined && !/^https?:\/\/[^\s/]+/.test(statusCallback))
    return refused(21609, "The 'StatusCallback' URL is not valid.");
  return {
    kind: "message",
    to,
    from,
    body: template?.text ?? body,
    ...(template && { template }),
    ...(statusCallback !== undefined && { statusCallback }),
  };
}
