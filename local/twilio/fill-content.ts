import { record } from "../../lib/adapters/http/json.ts";
import type { TwilioContent } from "./contents.ts";

export type FilledContent = { content: TwilioContent; text: string; options: readonly string[] };
type Problem = { code: 21655 | 21656; message: string };

const PLACEHOLDER = /\{\{(\w+)\}\}/g;
const BREAKS_LINE = /[\n\r\t]| {5,}/;
const wrongVariables: Problem = { code: 21656, message: "The ContentVariables Parameter is invalid" };

/** `undefined` unless it is a JSON object of strings that a template may contain. */
function readVariables(text: string | null): Readonly<Record<string, string>> | undefined {
  if (text === null) return {};
  try {
    const entries = Object.entries(record(JSON.parse(text)) ?? { "": null });
    const values = entries.flatMap(([name, value]) =>
      typeof value === "string" && value !== "" && !BREAKS_LINE.test(value) ? [[name, value]] : [],
    );
    return values.length === entries.length ? Object.fromEntries(values) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks `ContentSid` and `ContentVariables` as Twilio does, and fills the content in.
 * https://www.twilio.com/docs/api/errors/21656
 */
export function fillContent(
  sid: string,
  variables: string | null,
  contents: readonly TwilioContent[],
): FilledContent | Problem {
  const content = contents.find((each) => each.sid === sid);
  if (!content) return { code: 21655, message: "The ContentSid is Invalid" };
  const given = readVariables(variables);
  if (!given) return wrongVariables;
  const values = { ...content.variables, ...given };
  const {
    body,
    media = [],
    actions = [],
  }: { body?: string; media?: readonly string[]; actions?: readonly { title: string }[] } = Object.values(
    content.types,
  )[0] ?? {};
  const wanted = [...JSON.stringify(content.types).matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  if (wanted.some((name) => !(name in values))) return wrongVariables;
  const fill = (text: string) => text.replace(PLACEHOLDER, (_, name: string) => values[name] ?? "");
  const text = [...media.map(() => "[media]"), fill(body ?? "")].join("\n");
  return { content, text, options: actions.map(({ title }) => fill(title)) };
}
