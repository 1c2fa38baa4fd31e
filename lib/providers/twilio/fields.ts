import type { FormParams } from "./form.ts";

/** A field that is missing or blank is `undefined`. Of a repeated field the first value counts. */
export type Fields = (name: string) => string | undefined;

export function fieldsOf(params: FormParams): Fields {
  const values = new Map<string, string>();
  for (const [name, value] of params) if (!values.has(name)) values.set(name, value);
  return (name) => values.get(name) || undefined;
}
