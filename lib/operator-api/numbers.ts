import * as z from "zod/mini";
import { MAX_ROLLOUT_CONTACTS } from "../domain/rollout/rollout.ts";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { contact, number, rolloutFields, time } from "./fields.ts";
import { operation } from "./operator-operation.ts";

const contacts = z.array(contact).check(z.maxLength(MAX_ROLLOUT_CONTACTS));

export const numberOperations = {
  numbers: operation({ method: "GET", path: "numbers", params: noParams, body: noBody, errors: [] }),

  "resume-number": operation({
    method: "POST",
    path: "numbers",
    params: noParams,
    body: z.object({ number }),
    errors: ["unknown-number"],
  }),

  switches: operation({ method: "GET", path: "switches", params: noParams, body: noBody, errors: [] }),

  switch: operation({
    method: "POST",
    path: "switches",
    params: noParams,
    body: z.strictObject({ number: z.union([z.literal("*"), number]), off: z.boolean() }),
    errors: ["unknown-number"],
  }),

  rollout: operation({
    method: "GET",
    path: "numbers/{number}/rollout",
    params: z.object({ number }),
    body: noBody,
    errors: ["unknown-number"],
  }),

  "change-rollout": operation({
    method: "PUT",
    path: "numbers/{number}/rollout",
    params: z.object({ number }),
    body: z.strictObject({
      percent: z.optional(
        z.number().check(z.minimum(0, "use at least 0"), z.maximum(100, "use at most 100")),
      ),
      contacts: z.optional(contacts),
      add: z.optional(contacts),
      remove: z.optional(contacts),
      others: z.optional(z.enum(["silent", "handoff"])),
      drafts: z.optional(z.boolean()),
    }),
    errors: ["unknown-number", "too-many-contacts", "no-inbox"],
  }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const numberResults = () => {
  const numbers = z.looseObject({
    numbers: z.array(
      z.looseObject({
        number: z.string(),
        suspended: z.optional(z.looseObject({ until: time(), since: time(), code: z.string() })),
      }),
    ),
  });
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

  const rollout = z.looseObject({ number: z.string(), ...rolloutFields() });
  return {
    numbers,
    "resume-number": numbers,
    switches,
    switch: switches,
    rollout,
    "change-rollout": rollout,
  } satisfies ResultSchemas<typeof numberOperations>;
};
