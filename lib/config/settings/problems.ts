import * as z from "zod/mini";

const step = (path: string, key: PropertyKey) =>
  typeof key === "number" ? `${path}[${key}]` : path ? `${path}.${String(key)}` : String(key);

/** For what the schema has no message of its own. */
function explain(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `missing, or not a${/^[aeiou]/.test(issue.expected) ? "n" : ""} ${issue.expected}`;
    case "invalid_value":
      return `use ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "invalid_union":
      return "is not one of the allowed kinds";
    default:
      return issue.code;
  }
}

/** For `safeParse`, so that `listProblems` has our words. zod/mini has none, and zod's are set for a whole process. */
export const IN_PLAIN_WORDS = { error: explain };

/** What a setting of an older file is called today. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["replies.heldFreshHours", "replies.deferredFreshHours"],
]);

function unknownKey(path: string, unknown: string): string {
  const today = RENAMED.get(path);
  return `${path}: ${today ? `is now called ${today}` : unknown}`;
}

/** One line per problem of what was read with IN_PLAIN_WORDS, beginning with the path. Never quotes the value. */
export function listProblems(
  error: z.core.$ZodError,
  whole = "the file",
  unknown = "no such setting",
): string[] {
  const reported = new Set<string>();
  return error.issues.flatMap((issue) => {
    const path = issue.path.reduce(step, "");
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => unknownKey(step(path, key), unknown));
    // A value of the wrong type breaks further rules too: only the first problem of a place helps.
    if (reported.has(path)) return [];
    if (issue.code === "invalid_type") reported.add(path);
    return [`${path || whole}: ${issue.message}`];
  });
}

export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(source: string, problems: readonly string[]) {
    super(
      `${source} has ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
    );
    this.name = "ConfigurationError";
    this.problems = problems;
  }
}

/** `source` names the text in the error. */
export function parseConfiguration<Schema extends z.core.$ZodType>(
  schema: Schema,
  text: string,
  source: string,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message quotes the text, which may be a secret.
    throw new ConfigurationError(source, [
      "it is not JSON (a comma or quotation mark may be missing; comments are not allowed)",
    ]);
  }
  const parsed = z.safeParse(schema, value, IN_PLAIN_WORDS);
  if (!parsed.success) throw new ConfigurationError(source, listProblems(parsed.error));
  return parsed.data;
}
