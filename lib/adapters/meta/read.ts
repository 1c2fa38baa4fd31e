/** Lenient readers for JSON of unknown shape: what is missing or of another type is `undefined`, an empty string counts as missing. */
export type Json = Record<string, unknown>;

export const record = (value: unknown): Json | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

export const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** An id or code, which some payloads have as a number. */
export const label = (value: unknown): string | undefined => (typeof value === "number" && Number.isSafeInteger(value) ? String(value) : text(value));

export const finite = (value: unknown): number | undefined => {
  const read = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
};

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Seconds since 1970, as text or number, in milliseconds. Nonsense is `undefined`. */
export function seconds(value: unknown): number | undefined {
  const read = finite(value);
  return read !== undefined && read > 0 && read < 1e11 ? Math.trunc(read * 1000) : undefined;
}

/** Leaves out what is `undefined`. */
export const defined = <Type extends object>(value: Type) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as { [Key in keyof Type]: Exclude<Type[Key], undefined> };
