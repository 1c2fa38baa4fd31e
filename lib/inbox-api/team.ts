import * as z from "zod/mini";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { contactBody, number, time } from "../operator-api/fields.ts";
import { templateResults } from "../operator-api/templates.ts";
import { inboxOperation } from "./inbox-operation.ts";

const user = z.string().check(z.regex(/^[^\s"\\]{1,100}$/, "use the name that `GET staff` gives"));

/** What the page needs besides conversations, and what only an admin may do. */
export const inboxTeam = {
  /** Also returns what the page shows of the settings. */
  me: inboxOperation({ method: "GET", path: "me", params: noParams, body: noBody, errors: [] }),

  templates: inboxOperation({
    method: "GET",
    path: "templates",
    params: z.object({ number }),
    body: noBody,
    errors: ["unknown-number", "provider-failed"],
  }),

  switches: inboxOperation({ method: "GET", path: "switches", params: noParams, body: noBody, errors: [] }),

  switch: inboxOperation({
    method: "POST",
    path: "switches",
    params: noParams,
    body: z.strictObject({ number: z.union([z.literal("*"), number]), off: z.boolean() }),
    errors: ["not-admin", "unknown-number"],
  }),

  export: inboxOperation({
    method: "POST",
    path: "export",
    params: noParams,
    body: z.strictObject({
      ...contactBody.shape,
      cursor: z.optional(z.string().check(z.maxLength(100_000, "is not a cursor of ours"))),
    }),
    errors: ["not-admin", "bad-cursor", "unknown-contact"],
  }),

  forget: inboxOperation({
    method: "POST",
    path: "forget",
    params: noParams,
    body: contactBody,
    errors: ["not-admin", "unknown-contact"],
  }),

  staff: inboxOperation({
    method: "GET",
    path: "staff",
    params: noParams,
    body: noBody,
    errors: ["not-admin"],
  }),

  "add-staff": inboxOperation({
    method: "POST",
    path: "staff",
    params: noParams,
    body: z.strictObject({
      email: z.email("use an e-mail address"),
      name: z.optional(
        z.string().check(z.trim(), z.minLength(1, "is empty"), z.maxLength(60, "use at most 60 characters")),
      ),
      admin: z._default(z.boolean(), false),
    }),
    errors: ["not-admin", "staff-exists"],
  }),

  "remove-staff": inboxOperation({
    method: "POST",
    path: "staff/remove",
    params: noParams,
    body: z.strictObject({ user }),
    errors: ["not-admin", "unknown-staff"],
  }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const inboxTeamResults = () => {
  const switches = z.looseObject({
    switches: z.array(
      z.looseObject({
        number: z.string(),
        off: z.boolean(),
        by: z.optional(z.string()),
        at: z.optional(time()),
      }),
    ),
  });
  const member = z.looseObject({
    /** As in `by` and `assignee`. */
    user: z.string(),
    name: z.string(),
    email: z.optional(z.string()),
    admin: z.boolean(),
    /** `invited`: has not signed in yet. */
    state: z.enum(["invited", "active", "disabled"]),
  });

  return {
    me: z.looseObject({
      user: z.string(),
      admin: z.boolean(),
      numbers: z.array(z.looseObject({ name: z.string(), provider: z.string() })),
      savedReplies: z.array(z.looseObject({ name: z.string(), text: z.string() })),
    }),
    templates: templateResults().templates,
    switches,
    switch: switches,
    export: z.looseObject({
      exportedAt: time(),
      conversations: z.array(z.unknown()),
      cursor: z.optional(z.string()),
    }),
    forget: z.looseObject({
      conversations: z.array(z.looseObject({ conversation: z.string(), erased: z.number() })),
    }),
    staff: z.looseObject({ staff: z.array(member) }),
    "add-staff": member,
    "remove-staff": z.looseObject({ user: z.string() }),
  } satisfies ResultSchemas<typeof inboxTeam>;
};
