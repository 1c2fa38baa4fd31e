import * as z from "zod/mini";
import type { ResultSchemas } from "../http-api/operation.ts";
import { chosenId, conversation } from "../operator-api/fields.ts";
import { conversationParams, draftId, fileId, messageId, seen } from "./fields.ts";
import { inboxOperation } from "./inbox-operation.ts";

/** What staff write to customers. */
export const inboxWriting = {
  reply: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/reply",
    params: conversationParams,
    body: z.strictObject({
      /** May be empty beside a file. */
      text: z.string().check(z.trim()),
      id: z.optional(chosenId),
      seen,
      /** As `upload` named it, and uploaded since. */
      file: z.optional(fileId),
      /** Id of the customer's message. */
      quote: z.optional(messageId),
    }),
    errors: [
      "bad-text",
      "unknown-conversation",
      "unknown-number",
      "unknown-message",
      "unknown-file",
      "bad-file",
      "opted-out",
      "window-closed",
      "newer-reply",
      "id-taken",
    ],
  }),

  /** Begins an upload: PUT exactly `bytes` bytes to `url` with `headers`, then send a reply with `file`. */
  upload: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/files",
    params: conversationParams,
    body: z.strictObject({
      name: z
        .string()
        .check(z.trim(), z.minLength(1, "is empty"), z.maxLength(200, "use at most 200 characters")),
      bytes: z.int().check(z.minimum(1, "is empty")),
    }),
    errors: ["unknown-conversation", "bad-file", "no-files"],
  }),

  template: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/template",
    params: conversationParams,
    body: z.strictObject({
      template: z.strictObject({
        name: z.string().check(z.minLength(1, "is empty"), z.maxLength(512, "use at most 512 characters")),
        language: z.optional(z.string().check(z.maxLength(20, "use at most 20 characters"))),
        values: z._default(z.record(z.string(), z.string()), {}),
      }),
      id: z.optional(chosenId),
      seen,
    }),
    errors: [
      "unknown-conversation",
      "unknown-number",
      "unknown-message",
      "opted-out",
      "newer-reply",
      "switched-off",
      "id-taken",
      "bad-template",
      "daily-limit",
      "no-opt-in",
      "unknown-category",
      "provider-failed",
    ],
  }),

  /** The tap on an answer that waits: `drafts` of the chat. `text`: changed before it is sent. */
  "decide-draft": inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/drafts/{draft}",
    params: z.object({ conversation, draft: draftId }),
    body: z.strictObject({
      decision: z.enum(["send", "discard"]),
      text: z.optional(z.string().check(z.trim(), z.minLength(1, "is empty"))),
      seen,
    }),
    errors: [
      "bad-text",
      "unknown-conversation",
      "unknown-number",
      "unknown-draft",
      "unknown-message",
      "opted-out",
      "window-closed",
      "switched-off",
      "draft-decided",
      "newer-reply",
    ],
  }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const inboxWritingResults = () => {
  const queued = z.looseObject({
    conversation: z.string(),
    outbound: z.string(),
    result: z.enum(["queued", "repeated"]),
  });

  return {
    reply: queued,
    upload: z.looseObject({
      file: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
    }),
    template: queued,
    "decide-draft": queued,
  } satisfies ResultSchemas<typeof inboxWriting>;
};
