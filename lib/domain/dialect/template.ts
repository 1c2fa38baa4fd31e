import { isRecord } from "../is-record.ts";

/** Braces around anything else are text. */
const PLACEHOLDER = /\{([A-Za-z]\w*)\}/g;

export const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);

export type Values = Readonly<Record<string, string | number>>;

/** What a value holds is never read as a placeholder. A missing value is "". */
export const fillText = (text: string, values: Values, encode: (value: string) => string = String): string =>
  text.replaceAll(PLACEHOLDER, (_, name: string) => encode(String(values[name] ?? "")));

function fillString(text: string, values: Values): string | number | undefined {
  const names = placeholdersIn(text);
  if (names.some((name) => values[name] === undefined)) return undefined;
  const [only = ""] = names;
  return text === `{${only}}` ? values[only] : fillText(text, values);
}

/**
 * Fills the strings of a JSON value. A string that is only a placeholder becomes the value itself. One whose
 * value is missing is left out, and so is an object or a list that it leaves empty: then it is `undefined`.
 */
export function fillJson(template: unknown, values: Values): unknown {
  if (typeof template === "string") return fillString(template, values);
  if (Array.isArray(template)) {
    const filled = template.map((each) => fillJson(each, values)).filter((each) => each !== undefined);
    return filled.length === 0 && template.length > 0 ? undefined : filled;
  }
  if (!isRecord(template)) return template;
  const entries = Object.entries(template);
  const filled = entries
    .map(([name, each]) => [name, fillJson(each, values)] as const)
    .filter(([, each]) => each !== undefined);
  return filled.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(filled);
}
