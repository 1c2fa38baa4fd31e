import { decideDraft } from "../../lib/application/staff/replies/decide-draft.ts";
import { replyInInbox } from "../../lib/application/staff/replies/reply-in-inbox.ts";
import { replyWithTemplate } from "../../lib/application/staff/replies/reply-with-template.ts";
import { beginUpload } from "../../lib/application/staff/replies/staff-files.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { accepted, acceptedOrRefuse, okOrRefuse, refuse } from "../../lib/http-api/responses.ts";
import type { inboxWriting } from "../../lib/inbox-api/writing.ts";
import type { InboxRuns } from "./caller.ts";
import { noted } from "./noted.ts";

const MAX_TEXT = 20_000;

export const runWriting = {
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
} satisfies InboxRuns<keyof typeof inboxWriting>;
