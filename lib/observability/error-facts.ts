const MAX_FRAMES = 8;
/** Causes and members differ only in the innermost frames. */
const MAX_NESTED_FRAMES = 4;
const MAX_DEPTH = 3;
const MAX_MEMBERS = 3;
const MAX_CHARACTERS = 2_000;

/**
 * V8: `    at async name (file:///path/index.mjs:1:2345)`, or without a name and brackets.
 * https://v8.dev/docs/stack-trace-api
 */
const FRAME =
  /^ {4}at (?:(?:async )?([^()]+) \()?(?:async )?(?:file:\/\/|[A-Za-z]:\\|\/)(?:[^()\s]*[\\/])?([\w.-]+\.[cm]?[jt]s):(\d{1,7}):(\d{1,7})\)?$/;
const NAME = /^[\w$.#<>[\] ]{1,60}$/;
/** Nothing in our frames has so many digits in a row; a phone number has. */
const LOOKS_LIKE_DATA = /\d{6}/;

/** Names only: a library's message may quote what was sent. */
export function errorNames(error: unknown): string {
  if (error instanceof AggregateError)
    return [...new Set(error.errors.map(errorNames))].join(",").slice(0, 200);
  return error instanceof Error ? error.name : "unknown";
}

/** The message is cut off: it may contain something like a frame. */
function linesBelow({ stack = "", message }: Error): string[] {
  const at = message ? stack.indexOf(message) : -1;
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).split("\n");
  return lines.slice(lines.findLastIndex((line) => !line.startsWith("    at ")) + 1);
}

/** `name (file:line:column)`, innermost first. Without Node's own frames. */
const framesOf = (error: Error, most: number): string[] =>
  linesBelow(error)
    .flatMap((line) => {
      const [, name = "", file = "", row, column] = FRAME.exec(line) ?? [];
      if (!file || LOOKS_LIKE_DATA.test(file)) return [];
      const place = `${file}:${row}:${column}`;
      return [NAME.test(name) && !LOOKS_LIKE_DATA.test(name) ? `${name} (${place})` : place];
    })
    .slice(0, most);

function described(error: unknown, depth: number): string[] {
  if (!(error instanceof Error)) return [];
  const own = framesOf(error, depth === 0 ? MAX_FRAMES : MAX_NESTED_FRAMES).join(" < ");
  if (depth === MAX_DEPTH) return [own];
  const members: unknown[] = error instanceof AggregateError ? error.errors.slice(0, MAX_MEMBERS) : [];
  const below = (how: string, each: unknown) =>
    described(each, depth + 1).map((frames) => `${how} ${errorNames(each)}: ${frames}`);
  return [
    own,
    ...members.flatMap((member) => below("of", member)),
    ...(error.cause === undefined ? [] : below("cause", error.cause)),
  ];
}

/**
 * `npm run wa -- frames` reads the frames. Functions, files and lines hold no data; the message may, so it is
 * left out.
 */
export function errorFacts(error: unknown): { error: string; frames?: string } {
  const frames = described(error, 0)
    .filter((each) => each !== "")
    .join(" | ")
    .slice(0, MAX_CHARACTERS);
  return { error: errorNames(error), ...(frames && { frames }) };
}
