import * as z from "zod/mini";
import { noBody, type ResultSchemas } from "../http-api/operation.ts";
import { conversation, number, time } from "../operator-api/fields.ts";
import { chatResult, listedResult } from "./chat-result.ts";
import { cursor, fileId, messageId, wholeNumber } from "./fields.ts";
import { inboxOperation } from "./inbox-operation.ts";

/** `waiting`: longest first. `recent`: newest first. `mine`: assigned to the caller. */
const VIEWS = ["waiting", "mine", "recent"] as const;

/** What staff read of conversations. */
export const inboxReading = {
  list: inboxOperation({
    method: "GET",
    path: "conversations",
    params: z.object({
      view: z._default(z.enum(VIEWS), "recent"),
      number: z.optional(number),
      cursor,
    }),
    body: noBody,
    errors: ["bad-cursor"],
  }),

  /** By phone, name, and words of the lead. */
  search: inboxOperation({
    method: "GET",
    path: "search",
    params: z.object({
      q: z
        .string()
        .check(
          z.trim(),
          z.minLength(2, "use at least 2 characters"),
          z.maxLength(200, "use at most 200 characters"),
        ),
      number: z.optional(number),
    }),
    body: noBody,
    errors: [],
  }),

  chat: inboxOperation({
    method: "GET",
    path: "conversations/{conversation}",
    params: z.object({
      conversation,
      /** A message id: only older ones. */
      before: z.optional(messageId),
      limit: z.pipe(
        z._default(z.string().check(z.regex(/^\d{1,3}$/, "use a whole number")), "50"),
        z.pipe(
          z.transform(Number),
          z.number().check(z.minimum(1, "use at least 1"), z.maximum(200, "use at most 200")),
        ),
      ),
    }),
    body: noBody,
    errors: ["unknown-conversation", "unknown-message"],
  }),

  /**
   * A file that a customer sent, fetched from the provider now: its bytes, not JSON. At most 4 MB from byte
   * `from` on; the header `x-file-size` has the size of the whole.
   */
  media: inboxOperation({
    method: "GET",
    path: "conversations/{conversation}/media/{message}/{index}",
    params: z.object({
      conversation,
      message: messageId,
      index: wholeNumber(2),
      from: z.pipe(z._default(z.string(), "0"), wholeNumber(8)),
    }),
    body: noBody,
    errors: [
      "unknown-conversation",
      "unknown-number",
      "unknown-message",
      "file-gone",
      "file-too-large",
      "provider-failed",
    ],
  }),

  /** A link to a file that staff sent. It lives for minutes. */
  file: inboxOperation({
    method: "GET",
    path: "conversations/{conversation}/files/{file}",
    params: z.object({ conversation, file: fileId }),
    body: noBody,
    errors: ["unknown-conversation", "unknown-file", "no-files"],
  }),

  /**
   * Since the cursor of an earlier call; without `since` only a cursor. With `conversation` only that one,
   * more cheaply and sooner: also messages that no turn has reached.
   */
  changes: inboxOperation({
    method: "GET",
    path: "changes",
    params: z.object({ since: cursor, conversation: z.optional(conversation) }),
    body: noBody,
    errors: ["bad-cursor"],
  }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const inboxReadingResults = () => {
  const listed = listedResult();
  return {
    list: z.looseObject({ conversations: z.array(listed), cursor: z.optional(z.string()) }),
    search: z.looseObject({
      conversations: z.array(listed),
      /** More than the response holds, or than were looked at. */
      more: z.boolean(),
    }),
    chat: chatResult(),
    /** Its bytes, or a refusal. */
    media: z.never(),
    /** `type`: by the file's bytes. */
    file: z.looseObject({ url: z.string(), type: z.string() }),
    changes: z.looseObject({
      cursor: z.string(),
      /** The server's clock, for waiting times and windows: a browser's may be wrong. */
      now: z.optional(time()),
      changed: z.array(z.string()),
      /** Absent with `conversation`, and while so much has changed that one call does not hold it. */
      waiting: z.optional(z.number()),
    }),
  } satisfies ResultSchemas<typeof inboxReading>;
};
