import type { FormParams } from "./form.ts";

/** `undefined` when missing or blank. Of a repeated field the first value counts. */
export type Fields = (name: string) => string | undefined;

export function fieldsOf(params: FormParams): Fields {
  const values = new Map<string, string>();
  for (const [name, value] of params) if (!values.has(name)) values.set(name, value);
  return (name) => values.get(name) || undefined;
}
