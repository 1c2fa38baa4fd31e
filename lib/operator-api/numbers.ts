import * as z from "zod/mini";
import { noBody, noParams, type ResultSchemas } from "../http-api/operation.ts";
import { number, time } from "./fields.ts";
import { operation } from "./operator-operation.ts";

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

  return { numbers, "resume-number": numbers, switches, switch: switches } satisfies ResultSchemas<
    typeof numberOperations
  >;
};
