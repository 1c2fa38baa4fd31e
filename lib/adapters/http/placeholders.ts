const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** `{{1}}` or `{{first_name}}`, each once: numbers in numeric order, names in the order of the text. */
export function placeholdersIn(text: string): readonly string[] {
  const found = [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name))];
  return isPositional(found) ? found.toSorted((one, other) => Number(one) - Number(other)) : found;
}

export const isPositional = (placeholders: readonly string[]) =>
  placeholders.every((name) => /^\d+$/.test(name));
