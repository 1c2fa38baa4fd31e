import { record } from "../../lib/adapters/http/json.ts";

/** Meta's error code and the wrong parameter. */
export type TemplateProblem = { code: number; details: string };

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

export const placeholdersOf = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name)),
];

const BREAKS_LINE = /[\n\r\t]| {5,}/;

/** Positional parameters in order. Returns what is wrong with them, if anything. */
export function fill(
  text: string,
  parameters: readonly unknown[],
  { named, where }: { named: boolean; where: string },
): string | TemplateProblem {
  const wanted = placeholdersOf(text);
  if (parameters.length !== wanted.length)
    return {
      code: 132000,
      details: `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${wanted.length})`,
    };
  const values = new Map<string, string>();
  for (const [at, entry] of parameters.entries()) {
    const { type, text: value, parameter_name: given } = record(entry) ?? {};
    if (type !== "text") return { code: 132012, details: `${where}: expected a parameter of type text` };
    if (named !== (given !== undefined))
      return { code: 132012, details: `${where}: parameter_name belongs to templates of format NAMED` };
    const name = named ? String(given) : String(at + 1);
    if (!wanted.includes(name) || values.has(name))
      return { code: 132012, details: `${where}: parameter_name` };
    if (typeof value !== "string" || value.trim() === "")
      return { code: 131008, details: `${where}: Parameter of type text is missing text value` };
    if (BREAKS_LINE.test(value))
      return {
        code: 132018,
        details: "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
      };
    values.set(name, value);
  }
  return text.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? "");
}
