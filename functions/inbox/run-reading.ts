import { inboxChanges } from "../../lib/application/staff/inbox/inbox-changes.ts";
import { listInbox } from "../../lib/application/staff/inbox/list-inbox.ts";
import { openMedia } from "../../lib/application/staff/inbox/open-media.ts";
import { searchInbox } from "../../lib/application/staff/inbox/search-inbox.ts";
import { showChat } from "../../lib/application/staff/inbox/show-chat.ts";
import { openStaffFile } from "../../lib/application/staff/replies/staff-files.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { ok, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { inboxReading } from "../../lib/inbox-api/reading.ts";
import type { InboxRuns } from "./caller.ts";
import { mediaAnswer } from "./media-response.ts";

export const runReading = {
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

  file: async ({ deps, params: { conversation, file } }) => {
    const { files } = deps;
    return files
      ? okOrRefuse(await openStaffFile({ ...deps, files }, { conversation, file }))
      : refuse("no-files");
  },

  changes: async ({ deps, params: { since, conversation } }) => {
    const changes = await inboxChanges(deps, omitUndefined({ since, conversation }));
    return typeof changes === "string" ? refuse(changes) : ok({ ...changes, now: deps.clock.now() });
  },
} satisfies InboxRuns<keyof typeof inboxReading>;
