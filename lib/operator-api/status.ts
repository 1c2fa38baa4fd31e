import * as z from "zod/mini";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { rolloutFields, time } from "./fields.ts";
import { operation } from "./operator-operation.ts";

export const statusOperations = {
  status: operation({ method: "GET", path: "status", params: noParams, body: noBody, errors: [] }),
};

/** Loose, so that a client passes on what a newer API adds. */
export const statusResults = () => {
  const waiting = { customers: z.number(), atLeast: z.boolean(), oldestSince: z.optional(time()) };
  const status = z.looseObject({
    at: time(),
    well: z.boolean(),
    numbers: z.array(
      z.looseObject({
        number: z.string(),
        provider: z.string(),
        off: z.optional(z.looseObject({ by: z.optional(z.string()), at: z.optional(time()) })),
        suspended: z.optional(z.looseObject({ until: time(), since: time(), code: z.string() })),
        throttledUntil: z.optional(time()),
        hours: z.optional(
          z.looseObject({ open: z.boolean(), opensAt: z.optional(time()), timeZone: z.string() }),
        ),
        rollout: z.optional(z.looseObject(rolloutFields())),
        lastHour: z.looseObject({
          failed: z.number(),
          deferred: z.number(),
          messagesFailed: z.number(),
          agentErrors: z.number(),
          refused: z.number(),
        }),
      }),
    ),
    late: z.looseObject({
      ...waiting,
      reasons: z.looseObject({}),
    }),
    untaken: z.looseObject(waiting),
    troubles: z.array(
      z.looseObject({
        kind: z.string(),
        level: z.enum(["problem", "warning"]),
        number: z.optional(z.string()),
        since: z.optional(time()),
        lastAt: z.optional(time()),
        count: z.optional(z.number()),
        atLeast: z.optional(z.boolean()),
        code: z.optional(z.string()),
        what: z.string(),
        fix: z.string(),
      }),
    ),
  });
  return { status } satisfies ResultSchemas<typeof statusOperations>;
};
