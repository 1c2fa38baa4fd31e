import * as z from "zod/mini";
import { turnId } from "../domain/ids.ts";
import { noBody, type ResultSchemas } from "../http-api/operation.ts";
import { chosenId, conversation, lead, number, time } from "../operator-api/fields.ts";
import { inboxOperation } from "./inbox-operation.ts";

const conversationParams = z.object({ conversation });
const cursor = z.optional(z.string().check(z.maxLength(2000, "is not a cursor of ours")));
const noteText = z
  .string()
  .check(z.trim(), z.minLength(1, "is empty"), z.maxLength(2000, "use at most 2000 characters"));
/** Id of the newest message that the author has seen. */
const seen = z.optional(z.string().check(z.maxLength(100, "is not the id of a message")));

const fileId = z.string().check(z.regex(/^[\w-]{1,64}$/, "is not the id of a file"));

const turn = z.pipe(
  z.string().check(z.regex(/^[\w-]{1,40}$/, "is not the id of a draft")),
  z.transform(turnId),
);

const wholeNumber = (digits: number) =>
  z.pipe(
    z
      .string()
      .check(z.regex(new RegExp(`^\\d{1,${digits}}$`), `use a whole number of at most ${digits} digits`)),
    z.transform(Number),
  );

/** `waiting`: longest first. `recent`: newest first. `mine`: assigned to the caller. */
const VIEWS = ["waiting", "mine", "recent"] as const;

export const inboxConversations = {
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
      before: z.optional(z.string().check(z.maxLength(100, "is not the id of a message"))),
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
      message: z.string().check(z.maxLength(100, "is not the id of a message")),
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

  assign: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/assign",
    params: conversationParams,
    body: z.strictObject({ to: z.nullable(z.literal("me")), force: z.optional(z.boolean()) }),
    errors: ["unknown-conversation", "unknown-number", "assigned"],
  }),

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
      quote: z.optional(z.string().check(z.maxLength(100, "is not the id of a message"))),
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

  /** A link to a file that staff sent. It lives for minutes. */
  file: inboxOperation({
    method: "GET",
    path: "conversations/{conversation}/files/{file}",
    params: z.object({ conversation, file: fileId }),
    body: noBody,
    errors: ["unknown-conversation", "unknown-file", "no-files"],
  }),

  pause: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/pause",
    params: conversationParams,
    body: z.strictObject({ quiet: z.optional(z.boolean()), id: z.optional(chosenId) }),
    errors: ["unknown-conversation", "unknown-number"],
  }),

  /** `note`: what the agent reads before its next answer. */
  resume: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/resume",
    params: conversationParams,
    body: z.strictObject({ note: z.optional(noteText) }),
    errors: ["unknown-conversation", "unknown-number"],
  }),

  /** For staff only: the customer and the agent never see it. */
  note: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/note",
    params: conversationParams,
    body: z.strictObject({ text: noteText, id: z.optional(chosenId) }),
    errors: ["unknown-conversation", "id-taken"],
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
    params: z.object({ conversation, draft: turn }),
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

  /** The caller's unsent text. An empty one deletes it. */
  draft: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/draft",
    params: conversationParams,
    body: z.strictObject({ text: z.string().check(z.maxLength(20_000, "use at most 20,000 characters")) }),
    errors: ["unknown-conversation"],
  }),

  /** The team has read the conversation up to now. */
  read: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/read",
    params: conversationParams,
    body: z.strictObject({}),
    errors: ["unknown-conversation"],
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
export const inboxConversationResults = () => {
  const listed = z.looseObject({
    conversation: z.string(),
    number: z.optional(z.string()),
    name: z.optional(z.string()),
    phone: z.optional(z.string()),
    lastText: z.optional(z.string()),
    lastAt: time(),
    state: z.enum(["bot", "waiting", "person", "opted-out"]),
    /** The member of staff who answers. */
    assignee: z.optional(z.string()),
    waitingSince: z.optional(time()),
    /** The customer waits, and nobody is there until then. */
    opensAt: z.optional(time()),
    /** The bot goes on until then, although the customer waits for a person. */
    botUntil: z.optional(time()),
    windowClosesAt: z.optional(time()),
    /** The customer has written since the team last read or answered. */
    unread: z.boolean(),
    /** Answers of the agent that wait for a tap. */
    waitingDrafts: z.optional(z.number()),
  });
  const queued = z.looseObject({
    conversation: z.string(),
    outbound: z.string(),
    result: z.enum(["queued", "repeated"]),
  });
  const handedTo = z.looseObject({ result: z.string() });

  return {
    list: z.looseObject({ conversations: z.array(listed), cursor: z.optional(z.string()) }),
    search: z.looseObject({
      conversations: z.array(listed),
      /** More than the response holds, or than were looked at. */
      more: z.boolean(),
    }),

    chat: z.looseObject({
      ...listed.shape,
      customer: z.optional(
        z.looseObject({
          profileName: z.optional(z.string()),
          username: z.optional(z.string()),
          phone: z.optional(z.string()),
          userId: z.optional(z.string()),
        }),
      ),
      handoff: z.optional(
        z.looseObject({
          reason: z.string(),
          since: time(),
          by: z.optional(z.string()),
          summary: z.optional(z.string()),
        }),
      ),
      /** Answers of the agent that wait for a tap, oldest first. `decided`: somebody has tapped. */
      drafts: z.optional(
        z.array(
          z.looseObject({
            id: z.string(),
            at: time(),
            text: z.string(),
            files: z.optional(z.array(z.string())),
            decided: z.optional(z.looseObject({ by: z.string(), decision: z.enum(["send", "discard"]) })),
          }),
        ),
      ),
      /** The bot takes over again then. */
      resumesAt: z.optional(time()),
      messages: z.array(
        z.looseObject({
          id: z.string(),
          at: time(),
          from: z.enum(["customer", "bot", "staff", "system"]),
          /** The member of staff. */
          by: z.optional(z.string()),
          /** text, image, voice, location, contacts, template … */
          kind: z.string(),
          text: z.string(),
          /** As text. */
          quoted: z.optional(z.string()),
          options: z.optional(z.array(z.string())),
          /** The files that came with it. Open a customer's with `media`. */
          media: z.optional(
            z.array(
              z.looseObject({
                index: z.number(),
                /** image, video, audio, voice, document, sticker, contact */
                kind: z.string(),
                filename: z.optional(z.string()),
                canOpen: z.boolean(),
                /** Of staff: open it with `file`. */
                file: z.optional(z.string()),
                /** Of the bot: where the file is, for everybody. */
                link: z.optional(z.string()),
                /** By a machine. */
                understood: z.optional(
                  z.looseObject({
                    text: z.string(),
                    language: z.optional(z.string()),
                    confidence: z.optional(z.number()),
                    /** The text goes on. */
                    cut: z.optional(z.boolean()),
                  }),
                ),
                /** Why not, in plain words. */
                notUnderstood: z.optional(z.string()),
              }),
            ),
          ),
          /** What the agent was told of something that it cannot see or hear. */
          agentRead: z.optional(z.string()),
          /** Of ours: queued, sending, sent, delivered, read, failed, cancelled, unknown. Of the customer's: how it ended. */
          status: z.optional(z.string()),
          /** In plain words, and the provider's code. */
          failure: z.optional(z.looseObject({ text: z.string(), code: z.optional(z.string()) })),
        }),
      ),
      /** There are older messages. */
      more: z.boolean(),
      notes: z.array(z.looseObject({ id: z.string(), at: time(), by: z.string(), text: z.string() })),
      acts: z.array(
        z.looseObject({ at: time(), by: z.string(), what: z.string(), detail: z.optional(z.string()) }),
      ),
      lead: z.optional(lead()),
      /** The caller's. */
      draft: z.optional(z.string()),
    }),

    /** Its bytes, or a refusal. */
    media: z.never(),
    assign: z.looseObject({ assignee: z.optional(z.string()) }),
    reply: queued,
    upload: z.looseObject({
      file: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
    }),
    /** `type`: by the file's bytes. */
    file: z.looseObject({ url: z.string(), type: z.string() }),
    pause: handedTo,
    resume: handedTo,
    note: z.looseObject({ id: z.string() }),
    template: queued,
    "decide-draft": queued,
    draft: z.looseObject({}),
    read: z.looseObject({}),
    changes: z.looseObject({
      cursor: z.string(),
      /** The server's clock, for waiting times and windows: a browser's may be wrong. */
      now: z.optional(time()),
      changed: z.array(z.string()),
      /** Absent with `conversation`, and while so much has changed that one call does not hold it. */
      waiting: z.optional(z.number()),
    }),
  } satisfies ResultSchemas<typeof inboxConversations>;
};
