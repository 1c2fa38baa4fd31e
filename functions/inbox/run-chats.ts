import { noteActivity } from "../../lib/application/inbox/note-activity.ts";
import {
  assignConversation,
  releaseConversation,
} from "../../lib/application/staff/conversation/assign-conversation.ts";
import { pauseConversation } from "../../lib/application/staff/conversation/pause-conversation.ts";
import { resumeConversation } from "../../lib/application/staff/conversation/resume-conversation.ts";
import { addNote } from "../../lib/application/staff/inbox/add-note.ts";
import { inboxChanges } from "../../lib/application/staff/inbox/inbox-changes.ts";
import { listInbox } from "../../lib/application/staff/inbox/list-inbox.ts";
import { markRead } from "../../lib/application/staff/inbox/mark-read.ts";
import { openMedia } from "../../lib/application/staff/inbox/open-media.ts";
import { saveDraft } from "../../lib/application/staff/inbox/save-draft.ts";
import { searchInbox } from "../../lib/application/staff/inbox/search-inbox.ts";
import { showChat } from "../../lib/application/staff/inbox/show-chat.ts";
import { decideDraft } from "../../lib/application/staff/replies/decide-draft.ts";
import { replyInInbox } from "../../lib/application/staff/replies/reply-in-inbox.ts";
import { replyWithTemplate } from "../../lib/application/staff/replies/reply-with-template.ts";
import { beginUpload, openStaffFile } from "../../lib/application/staff/replies/staff-files.ts";
import type { ConversationId } from "../../lib/domain/ids.ts";
import type { News } from "../../lib/domain/inbox/activity-entry.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { accepted, acceptedOrRefuse, ok, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { inboxConversations } from "../../lib/inbox-api/conversations.ts";
import { errorFacts } from "../../lib/observability/error-facts.ts";
import type { InboxDeps, InboxRuns } from "./caller.ts";
import { mediaAnswer } from "./media-response.ts";

const MAX_TEXT = 20_000;

/**
 * The author's next list shows the act. The worker's next command notes it too, so a failure here does not undo what
 * was done.
 */
async function noted<Result>(
  deps: InboxDeps,
  givenId: ConversationId,
  result: Result,
  news?: News,
): Promise<Result> {
  if (typeof result === "string") return result;
  const { conversation } = await deps.controls.read(givenId);
  await noteActivity(deps, conversation, news).catch((error: unknown) => {
    deps.telemetry.count("SideTasksFailed", 1, { task: "activity" });
    deps.telemetry.error("side-task.failed", { conversation, task: "activity", ...errorFacts(error) });
  });
  return result;
}

export const runChats = {
  list: async ({ deps, user, params: { view, number, cursor } }) =>
    okOrRefuse(await listInbox(deps, { view, user, ...omitUndefined({ number, cursor }) })),

  search: async ({ deps, params: { q, number } }) =>
    ok(await searchInbox(deps, { text: q, ...omitUndefined({ number }) })),

  chat: async ({ deps, user, params: { conversation, before, limit } }) => {
    const request = { conversation, by: user, limit, ...omitUndefined({ before }) };
    return okOrRefuse(await showChat(deps, request));
  },

  media: async ({ deps, params: { conversation, message, index, from } }) => {
    const part = await openMedia(deps, { conversation, message, index, from });
    return typeof part === "string" ? refuse(part) : mediaAnswer(part);
  },

  assign: async ({ deps, user, params: { conversation }, body: { to, force } }) => {
    const act = to === "me" ? assignConversation : releaseConversation;
    const request = { conversation, by: user, ...omitUndefined({ force }) };
    const result = await noted(deps, conversation, await act(deps, request));
    if (typeof result === "string") return refuse(result);
    if (result.kind === "taken") return refuse("assigned", { to: result.to });
    return ok(result.kind === "assigned" ? { assignee: result.assignee.by } : {});
  },

  reply: async ({
    deps,
    user,
    newId,
    params: { conversation },
    body: { text, id = newId(), seen, quote, file },
  }) => {
    const isEmpty = text.length === 0 && file === undefined;
    if (isEmpty || text.length > MAX_TEXT) return refuse("bad-text");
    const request = { conversation, by: user, id, text, ...omitUndefined({ seen, quote, file }) };
    const result = await noted(deps, conversation, await replyInInbox(deps, request));
    if (typeof result === "string") return refuse(result);
    return result.result === "newer-reply" ? refuse("newer-reply", { by: result.by }) : accepted(result);
  },

  upload: async ({ deps, user, newId, params: { conversation }, body: { name, bytes } }) => {
    const { files } = deps;
    if (!files) return refuse("no-files");
    return okOrRefuse(
      await beginUpload({ ...deps, files }, { conversation, by: user, id: newId(), name, bytes }),
    );
  },

  file: async ({ deps, params: { conversation, file } }) => {
    const { files } = deps;
    return files
      ? okOrRefuse(await openStaffFile({ ...deps, files }, { conversation, file }))
      : refuse("no-files");
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

  template: async ({
    deps,
    user,
    newId,
    params: { conversation },
    body: { template, id = newId(), seen },
  }) => {
    const { name, language, values } = template;
    const result = await replyWithTemplate(deps, {
      conversation,
      by: user,
      id,
      template: { name, values, ...omitUndefined({ language }) },
      ...omitUndefined({ seen }),
    });
    if (typeof result === "object" && result.result === "bad-template")
      return refuse("bad-template", { problems: result.problems });
    if (typeof result === "object" && result.result === "newer-reply")
      return refuse("newer-reply", { by: result.by });
    return acceptedOrRefuse(await noted(deps, conversation, result));
  },

  "decide-draft": async ({ deps, user, params: { conversation, draft }, body: { decision, text, seen } }) => {
    if (text !== undefined && text.length > MAX_TEXT) return refuse("bad-text");
    const isEdited = decision === "send" && text !== undefined;
    const request = { conversation, draft, decision, by: user, seen, ...(isEdited && { text }) };
    const result = await noted(deps, conversation, await decideDraft(deps, request));
    if (typeof result === "string") return refuse(result);
    switch (result.result) {
      case "decided":
        return refuse("draft-decided", { by: result.by });
      case "newer-reply":
        return refuse("newer-reply", { by: result.by });
      default:
        return accepted(result);
    }
  },

  draft: async ({ deps, user, params: { conversation }, body: { text } }) => {
    const result = await saveDraft(deps, { conversation, by: user, text });
    return result === "saved" ? ok({}) : refuse(result);
  },

  read: async ({ deps, params: { conversation } }) => {
    const result = await markRead(deps, conversation);
    return result === "read" ? ok({}) : refuse(result);
  },

  changes: async ({ deps, params: { since, conversation } }) => {
    const changes = await inboxChanges(deps, omitUndefined({ since, conversation }));
    return typeof changes === "string" ? refuse(changes) : ok({ ...changes, now: deps.clock.now() });
  },
} satisfies InboxRuns<keyof typeof inboxConversations>;
