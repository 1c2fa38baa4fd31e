import { type Json, list, record, text } from "../../../adapters/http/json.ts";
import { limitContent } from "../../../adapters/http/size-limits.ts";
import { messageId } from "../../../domain/ids.ts";
import type { Content, InboundEvent } from "../../../domain/inbound/inbound.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { metaContent, typedText } from "./content.ts";
import { recipientReader } from "./customer.ts";
import { idOf, MALFORMED, numberOf } from "./item.ts";
import { seconds } from "./read.ts";

/** Nobody wrote: they concern a message or chat. */
const ACTS =
  /^(?:revoke|delete|edit|reaction|(?:un)?pin|(?:un)?star|keep_in_chat|poll_(?:update|vote)|event_response|system|status|call)/;

/** Unknown acts name their message in the same way. */
function isAct(type: string, echo: Json): boolean {
  const value = record(echo[type]);
  return (
    ACTS.test(type) || text(value?.original_message_id) !== undefined || text(value?.message_id) !== undefined
  );
}

function echoContent(echo: Json): Content {
  const type = text(echo.type)?.slice(0, 60) ?? "none";
  // What cannot be passed on has its type one level deeper.
  const kind = type === "unsupported" ? (text(record(echo.unsupported)?.type)?.slice(0, 60) ?? type) : type;
  const what: Content = { kind: "echo", what: kind, ...(isAct(kind, echo) && { act: true }) };
  const content: Content = { ...what, ...omitUndefined({ text: typedText(metaContent(echo)) }) };
  // An echo counts also when its text is too long to store.
  return limitContent(content) === content ? content : what;
}

/**
 * `smb_message_echoes`: messages that staff sent from the WhatsApp Business app.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes
 */
export function echoesField(value: Json): InboundEvent[] {
  const businessNumber = numberOf(value);
  const recipientOf = recipientReader(value);
  return list(value.message_echoes).map((entry) => {
    const echo = record(entry);
    const id = idOf(echo);
    const customer = echo && recipientOf(echo);
    if (!businessNumber || !echo || !id || !customer) return MALFORMED;
    return {
      kind: "echo",
      message: {
        id: messageId(id),
        provider: "meta",
        businessNumber,
        customer,
        content: echoContent(echo),
        ...omitUndefined({ sentAt: seconds(echo.timestamp), groupId: text(echo.group_id) }),
      },
    };
  });
}
