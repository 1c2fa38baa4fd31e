import * as z from "zod/mini";
import type { ResultSchemas } from "../http-api/operation.ts";
import { chosenId } from "../operator-api/fields.ts";
import { conversationParams, noteText } from "./fields.ts";
import { inboxOperation } from "./inbox-operation.ts";

/** Who has a conversation, and what staff keep about it. The customer sees none of it. */
export const inboxHandling = {
  assign: inboxOperation({
    method: "POST",
    path: "conversations/{conversation}/assign",
    params: conversationParams,
    body: z.strictObject({ to: z.nullable(z.literal("me")), force: z.optional(z.boolean()) }),
    errors: ["unknown-conversation", "unknown-number", "assigned"],
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
};

/** Loose, so that a client passes on what a newer API adds. */
export const inboxHandlingResults = () => {
  const handedTo = z.looseObject({ result: z.string() });
  return {
    assign: z.looseObject({ assignee: z.optional(z.string()) }),
    pause: handedTo,
    resume: handedTo,
    note: z.looseObject({ id: z.string() }),
    draft: z.looseObject({}),
    read: z.looseObject({}),
  } satisfies ResultSchemas<typeof inboxHandling>;
};
