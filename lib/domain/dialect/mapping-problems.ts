import { isRecord } from "../is-record.ts";
import { isJsonPointer, pointerStep } from "../json-pointer.ts";
import { BODY_PLACEHOLDERS, HEADER_PLACEHOLDERS, type Mapping, PATH_PLACEHOLDERS } from "./dialect.ts";
import { placeholdersIn } from "./template.ts";

/** `path`: below the part that is checked. */
export type MappingProblem = { path: (string | number)[]; message: string };

const MAX_DEPTH = 20;
/** Characters, as JSON. */
const MAX_BODY_LENGTH = 20_000;

const inBraces = (names: readonly string[]) => names.map((name) => `{${name}}`).join(", ");

const ELSEWHERE: Readonly<Record<string, string>> = {
  apiKey: "the key may stand in headers only",
  text: "the question may stand in the body only",
  thread: "it may stand in the body only",
};

function unknownPlaceholders(text: string, allowed: readonly string[]): string[] {
  return [...new Set(placeholdersIn(text))]
    .filter((name) => !allowed.includes(name))
    .map((name) => `{${name}}: ${ELSEWHERE[name] ?? "no such placeholder"}; use ${inBraces(allowed)}`);
}

const CREDENTIAL = /authorization|cookie|api[-_]?key|token|secret|password|credential/i;

export function pathProblems(path: string): string[] {
  const [steps = "", query = ""] = path.split("?", 2);
  return [
    ...(/^\/(?![/\\])/.test(path) ? [] : ['begin with one "/": the host is that of chatsby.apiUrl']),
    ...(/[^\x21-\x7e]|[#\\]/.test(path) ? ["use only what a path allows: no spaces, #, \\ or accents"] : []),
    ...(steps.split("/").some((step) => /^(?:\.|%2e){1,2}$/i.test(step)) ? ['use no "." and ".."'] : []),
    ...(query.split("&").some((each) => CREDENTIAL.test(each.split("=", 1)[0] ?? "") || /^key=/i.test(each))
      ? ["credentials belong in a header, as {apiKey}"]
      : []),
    ...unknownPlaceholders(path, PATH_PLACEHOLDERS),
  ];
}

/** All strings of the body by their path, and the names that hold placeholders, which are not filled in. */
function stringsOf(
  value: unknown,
  path: (string | number)[] = [],
): { path: (string | number)[]; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (path.length >= MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each, at) => stringsOf(each, [...path, at]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => stringsOf(each, [...path, name]));
}

const depthOf = (value: unknown, depth = 0): number =>
  depth > MAX_DEPTH || typeof value !== "object" || value === null
    ? depth
    : Math.max(depth + 1, ...Object.values(value).map((each) => depthOf(each, depth + 1)));

function namesIn(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => [
    ...(Array.isArray(value) || placeholdersIn(name).length === 0 ? [] : [[...path, name]]),
    ...namesIn(each, [...path, Array.isArray(value) ? Number(name) : name]),
  ]);
}

export function bodyProblems(body: object): MappingProblem[] {
  if (depthOf(body) > MAX_DEPTH) return [{ path: [], message: `use at most ${MAX_DEPTH} levels` }];
  if (JSON.stringify(body).length > MAX_BODY_LENGTH)
    return [{ path: [], message: `use at most ${MAX_BODY_LENGTH} characters` }];
  const strings = stringsOf(body);
  return [
    ...strings.flatMap(({ path, text }) => {
      const names = placeholdersIn(text);
      return [
        ...unknownPlaceholders(text, BODY_PLACEHOLDERS).map((message) => ({ path, message })),
        ...(names.includes("thread") && names.some((name) => name !== "thread")
          ? [{ path, message: "{thread} needs a string of its own: the first question goes without it" }]
          : []),
      ];
    }),
    ...namesIn(body).map((path) => ({ path, message: "placeholders are filled in values, not in names" })),
    ...(strings.some(({ text }) => placeholdersIn(text).includes("text"))
      ? []
      : [{ path: [], message: "{text} is missing: the question must stand somewhere" }]),
  ];
}

/** Set by us, or by what sends the request. */
const RESERVED =
  /^(?:host|content-(?:type|length|encoding)|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*)$/i;

export function headerProblems(headers: Readonly<Record<string, string>>): MappingProblem[] {
  const seen = new Set<string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const isRepeated = seen.has(name.toLowerCase());
    seen.add(name.toLowerCase());
    const messages = [
      ...(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/.test(name) ? [] : ["is no header name"]),
      ...(RESERVED.test(name) ? ["is set already: leave it out"] : []),
      ...(isRepeated ? ["is there twice: capital letters make no difference"] : []),
      ...(/^[\x20-\x7e]{1,1000}$/.test(value)
        ? []
        : ["use 1 to 1000 letters, digits and signs, without line breaks"]),
      ...(CREDENTIAL.test(name) && !placeholdersIn(value).includes("apiKey")
        ? ["write {apiKey} for the credential: it comes from the secret, never from the settings"]
        : []),
      ...unknownPlaceholders(value, HEADER_PLACEHOLDERS),
    ];
    return messages.map((message) => ({ path: [name], message }));
  });
}

export const pointerProblems = (text: string): string[] =>
  isJsonPointer(text) && !text.split("/").includes("-")
    ? []
    : [`is no JSON pointer: begin with "/", as in "${pointerStep("data")}${pointerStep("answer")}"`];

/** `{thread}` and where it comes from belong together. */
export function threadProblems({
  body,
  thread,
}: {
  body: object;
  thread?: Mapping["thread"] | undefined;
}): MappingProblem[] {
  const isUsed = stringsOf(body).some(({ text }) => placeholdersIn(text).includes("thread"));
  if (isUsed && !thread)
    return [
      {
        path: ["thread"],
        message: 'missing: say where {thread} comes from, as {"from": "/conversation_id"}',
      },
    ];
  if (thread && !isUsed)
    return [{ path: ["body"], message: "{thread} is missing: the next question must carry it" }];
  return [];
}
