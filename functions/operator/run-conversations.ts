import { fitToResponse } from "../../lib/application/staff/contacts/fit-response.ts";
import { findConversations } from "../../lib/application/staff/conversation/find-conversation.ts";
import { listHandoffs } from "../../lib/application/staff/conversation/list-handoffs.ts";
import { pauseConversation } from "../../lib/application/staff/conversation/pause-conversation.ts";
import { resumeConversation } from "../../lib/application/staff/conversation/resume-conversation.ts";
import { showConversation } from "../../lib/application/staff/conversation/show-conversation.ts";
import { outboundState, replyAsPerson } from "../../lib/application/staff/replies/reply-as-person.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { acceptedOrRefuse, ok, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { conversationOperations } from "../../lib/operator-api/conversations.ts";
import type { OperatorRuns } from "./caller.ts";

const MAX_TEXT = 20_000;

export const runConversations = {
  find: async ({ deps, body: { contact, number } }) => {
    const conversations = await findConversations(deps, contact, number);
    return conversations.length > 0 ? ok({ conversations }) : refuse("unknown-contact");
  },

  handoffs: async ({ deps }) => ok({ handoffs: await listHandoffs(deps) }),

  show: async ({ deps, params: { conversation, messages } }) => {
    const shown = await showConversation(deps, conversation, messages);
    return shown ? ok(fitToResponse(shown)) : refuse("unknown-conversation");
  },

  pause: async ({ deps, by, newId, params: { conversation }, body: { id = newId(), quiet, summary } }) =>
    okOrRefuse(
      await pauseConversation(deps, {
        conversation,
        by,
        id,
        ...omitUndefined({ quiet }),
        ...(summary && { summary }),
      }),
    ),

  resume: async ({ deps, by, params: { conversation } }) =>
    okOrRefuse(await resumeConversation(deps, { conversation, by })),

  reply: async ({ deps, by, newId, params: { conversation }, body: { text, id = newId() } }) => {
    if (text.length === 0 || text.length > MAX_TEXT) return refuse("bad-text");
    return acceptedOrRefuse(await replyAsPerson(deps, { conversation, by, id, text }));
  },

  outbound: async ({ deps, params: { conversation, outbound } }) =>
    okOrRefuse((await outboundState(deps, conversation, outbound)) ?? "unknown-outbound"),
} satisfies OperatorRuns<keyof typeof conversationOperations>;
