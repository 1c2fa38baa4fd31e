import {
  assignConversation,
  releaseConversation,
} from "../../lib/application/staff/conversation/assign-conversation.ts";
import { pauseConversation } from "../../lib/application/staff/conversation/pause-conversation.ts";
import { resumeConversation } from "../../lib/application/staff/conversation/resume-conversation.ts";
import { addNote } from "../../lib/application/staff/inbox/add-note.ts";
import { markRead } from "../../lib/application/staff/inbox/mark-read.ts";
import { saveDraft } from "../../lib/application/staff/inbox/save-draft.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { ok, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { inboxHandling } from "../../lib/inbox-api/handling.ts";
import type { InboxRuns } from "./caller.ts";
import { noted } from "./noted.ts";

export const runHandling = {
  assign: async ({ deps, user, params: { conversation }, body: { to, force } }) => {
    const act = to === "me" ? assignConversation : releaseConversation;
    const request = { conversation, by: user, ...omitUndefined({ force }) };
    const result = await noted(deps, conversation, await act(deps, request));
    if (typeof result === "string") return refuse(result);
    if (result.kind === "taken") return refuse("assigned", { to: result.to });
    return ok(result.kind === "assigned" ? { assignee: result.assignee.by } : {});
  },

  pause: async ({ deps, user, newId, params: { conversation }, body: { quiet, id = newId() } }) =>
    okOrRefuse(
      await noted(
        deps,
        conversation,
        await pauseConversation(deps, { conversation, by: user, id, ...omitUndefined({ quiet }) }),
      ),
    ),

  resume: async ({ deps, user, params: { conversation }, body: { note } }) =>
    okOrRefuse(
      await noted(
        deps,
        conversation,
        await resumeConversation(deps, { conversation, by: user, ...omitUndefined({ note }) }),
      ),
    ),

  note: async ({ deps, user, newId, params: { conversation }, body: { text, id = newId() } }) => {
    const result = await addNote(deps, { conversation, by: user, id, text });
    // Nothing else tells colleagues who have the chat open that there is a note.
    return okOrRefuse(await noted(deps, conversation, result, { at: deps.clock.now() }));
  },

  draft: async ({ deps, user, params: { conversation }, body: { text } }) => {
    const result = await saveDraft(deps, { conversation, by: user, text });
    return result === "saved" ? ok({}) : refuse(result);
  },

  read: async ({ deps, params: { conversation } }) => {
    const result = await markRead(deps, conversation);
    return result === "read" ? ok({}) : refuse(result);
  },
} satisfies InboxRuns<keyof typeof inboxHandling>;
