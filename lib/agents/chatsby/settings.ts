import * as z from "zod/mini";
import { IN_PLAIN_WORDS } from "../../config/settings/problems.ts";
import { url, whole } from "../../config/settings/setting-kinds.ts";
import { type Dialect, NAMED_DIALECTS } from "../../domain/dialect/dialect.ts";
import {
  bodyProblems,
  headerProblems,
  type MappingProblem,
  pathProblems,
  pointerProblems,
  threadProblems,
} from "../../domain/dialect/mapping-problems.ts";
import { isRecord } from "../../domain/is-record.ts";

type Found = readonly (string | MappingProblem)[];

const checked = <Value>(problemsOf: (value: Value) => Found) =>
  z.superRefine<Value>((value, { addIssue }) => {
    for (const found of problemsOf(value))
      addIssue(typeof found === "string" ? { code: "custom", message: found } : { code: "custom", ...found });
  });

const mapping = z
  .strictObject({
    path: z.string().check(checked(pathProblems)),
    body: z
      .custom<object>((value) => typeof value === "object" && value !== null, "write an object or a list")
      .check(checked(bodyProblems)),
    reply: z.string().check(checked(pointerProblems)),
    headers: z.optional(z.record(z.string(), z.string()).check(checked(headerProblems))),
    thread: z.optional(z.strictObject({ from: z.string().check(checked(pointerProblems)) })),
  })
  .check(checked(threadProblems));

const named = z.enum(NAMED_DIALECTS, {
  error: `use ${NAMED_DIALECTS.map((name) => `"${name}"`).join(", ")}, or a mapping with path, body and reply`,
});

/** Not a union: the problems of a mapping are listed each by its path. */
const dialect = z.custom<Dialect>().check(
  z.superRefine((value, { addIssue }) => {
    const { error } = z.safeParse(isRecord(value) ? mapping : named, value, IN_PLAIN_WORDS);
    for (const issue of error?.issues ?? []) addIssue({ ...issue });
  }),
);

export const chatsbySection = z.prefault(
  z.strictObject({
    apiUrl: z._default(url, "https://api.chatsby.co"),
    dialect: z._default(dialect, "agent-path"),
    timeoutSeconds: z._default(whole(1, 60), 30),
  }),
  {},
);
