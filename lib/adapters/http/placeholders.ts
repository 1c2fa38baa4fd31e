const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** The places of a template's text, `{{1}}` or `{{first_name}}`, each once: numbered ones by their numbers, named ones in the order of the text. */
export function placeholdersIn(text: string): readonly string[] {
  const found = [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name))];
  return isPositional(found) ? found.toSorted((one, other) => Number(one) - Number(other)) : found;
}

export const isPositional = (placeholders: readonly string[]) => placeholders.every((name) => /^\d+$/.test(name));
