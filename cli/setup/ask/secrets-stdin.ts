import { isRecord } from "../../../lib/domain/is-record.ts";
import { CliProblem, EXIT } from "../../problem.ts";

const SECRET_VARIABLES = [
  "META_ACCESS_TOKEN",
  "META_APP_SECRET",
  "META_VERIFY_TOKEN",
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "CHATSBY_API_KEY",
] as const;

const FORM = `Give a JSON object, or lines NAME=value, of ${SECRET_VARIABLES.join(", ")}.`;
const problem = (what: string) => new CliProblem(EXIT.usage, `Standard input: ${what}.`, [FORM]);

function inJson(text: string): [string, unknown][] {
  try {
    const read: unknown = JSON.parse(text);
    if (isRecord(read)) return Object.entries(read);
  } catch {
    // The parser's own message may quote a credential.
  }
  throw problem("no JSON object");
}

const inLines = (text: string): [string, unknown][] =>
  text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === "" || line.startsWith("#")) return [];
    const [, name = "", value = ""] = /^\s*(?:export\s+)?(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (!name) throw problem(`line ${at + 1} is no NAME=value`);
    return [[name, value.replace(/^(["'])(.*)\1$/, "$2")]];
  });

/** Piped, by variable. Throws CliProblem that quotes none of them. */
export function secretsIn(text: string): Readonly<Record<string, string>> {
  const entries = text.trim().startsWith("{") ? inJson(text) : inLines(text);
  if (entries.length === 0) throw problem("nothing was piped in");
  const known: readonly string[] = SECRET_VARIABLES;
  for (const [name, value] of entries) {
    if (!known.includes(name))
      throw problem(`${/^\w{1,40}$/.test(name) ? name : "a name"} is not one of ${known.join(", ")}`);
    if (typeof value !== "string" || value === "") throw problem(`${name} is no text`);
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
