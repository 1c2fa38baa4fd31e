export const finite = (value: unknown): number | undefined => {
  const read = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
};

/** Converts seconds since 1970, as text or number, to milliseconds. */
export function seconds(value: unknown): number | undefined {
  const read = finite(value);
  return read !== undefined && read > 0 && read < 1e11 ? Math.trunc(read * 1000) : undefined;
}

/** `undefined` for anything but a phone number, such as a business-scoped user id. */
export function digits(value: unknown): string | undefined {
  const written = typeof value === "number" ? String(value) : value;
  return typeof written === "string" && /^\+?\d[\d ().-]{4,24}$/.test(written)
    ? written.replace(/\D/g, "")
    : undefined;
}
