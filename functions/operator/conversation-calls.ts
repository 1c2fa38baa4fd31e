import { fitToResponse } from "../../lib/application/staff/fit-response.ts";
import { conversationId } from "../../lib/domain/ids.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { type Call, type CallHandler, withBody, withParams } from "./call.ts";
import { contactBody, outboundParams, pauseBody, replyBody, resumeBody, showParams } from "./requests.ts";
import { accepted, ok, okOrRefuse, refuse } from "./responses.ts";

const MAX_TEXT = 20_000;

const conversationOf = ({ params }: Call) => conversationId(params.conversation ?? "");

export const find: CallHandler = withBody(contactBody, async ({ use }, { contact, number }) => {
  const conversations = await use.find(contact, number);
  return conversations.length > 0 ? ok({ conversations }) : refuse("unknown-contact");
});

export const handoffs: CallHandler = async ({ use }) => ok({ handoffs: await use.handoffs() });

export const show: CallHandler = withParams(showParams, async (call, { messages }) => {
  const shown = await call.use.show(conversationOf(call), messages);
  return shown ? ok(fitToResponse(shown)) : refuse("unknown-conversation");
});

export const pause: CallHandler = withBody(pauseBody, async (call, { id = call.newId(), quiet, summary }) =>
  okOrRefuse(
    await call.use.pause({
      conversation: conversationOf(call),
      by: call.by,
      id,
      ...omitUndefined({ quiet }),
      ...(summary && { summary }),
    }),
  ),
);

export const resume: CallHandler = withBody(resumeBody, async (call) =>
  okOrRefuse(await call.use.resume({ conversation: conversationOf(call), by: call.by })),
);

export const reply: CallHandler = withBody(replyBody, async (call, { text, id = call.newId() }) => {
  if (text.length === 0 || text.length > MAX_TEXT) return refuse("bad-text");
  const result = await call.use.reply({ conversation: conversationOf(call), by: call.by, id, text });
  return typeof result === "string" ? refuse(result) : accepted(result);
});

export const outbound: CallHandler = withParams(outboundParams, async ({ use }, { conversation, outbound: id }) =>
  okOrRefuse((await use.outbound(conversationId(conversation), id)) ?? "unknown-outbound"),
);
