import { fitting } from "../../lib/application/staff/fit-answer.ts";
import { conversationId } from "../../lib/domain/ids.ts";
import { accepted, answer, ok, refuse } from "./answers.ts";
import { type Call, type Handle, withBody, withParams } from "./call.ts";
import { howMany, ofContact, ofOutbound, pausing, replying, resuming } from "./requests.ts";

const MOST_TEXT = 20_000;

const conversationOf = ({ params }: Call) => conversationId(params.conversation ?? "");

export const find: Handle = withBody(ofContact, async ({ use }, { contact, number }) => {
  const conversations = await use.find(contact, number);
  return conversations.length > 0 ? ok({ conversations }) : refuse("unknown-contact");
});

export const handoffs: Handle = async ({ use }) => ok({ handoffs: await use.handoffs() });

export const show: Handle = withParams(howMany, async (call, { messages }) => {
  const shown = await call.use.show(conversationOf(call), messages);
  return shown ? ok(fitting(shown)) : refuse("unknown-conversation");
});

export const pause: Handle = withBody(pausing, async (call, { id = call.newId(), quiet, summary }) =>
  answer(
    await call.use.pause({
      conversation: conversationOf(call),
      by: call.by,
      id,
      ...(quiet !== undefined && { quiet }),
      ...(summary && { summary }),
    }),
  ),
);

export const resume: Handle = withBody(resuming, async (call) =>
  answer(await call.use.resume({ conversation: conversationOf(call), by: call.by })),
);

export const reply: Handle = withBody(replying, async (call, { text, id = call.newId() }) => {
  if (text.length === 0 || text.length > MOST_TEXT) return refuse("bad-text");
  const result = await call.use.reply({ conversation: conversationOf(call), by: call.by, id, text });
  return typeof result === "string" ? refuse(result) : accepted(result);
});

export const outbound: Handle = withParams(ofOutbound, async ({ use }, { conversation, outbound: id }) =>
  answer((await use.outbound(conversationId(conversation), id)) ?? "unknown-outbound"),
);
