import fc, { type StringConstraints } from "fast-check";

const LAST_BEFORE_SURROGATES = 0xd7ff;
const SURROGATES = 0x800;
const LAST = 0x10ffff;

/**
 * fast-check's own unit "binary" makes a table of all of Unicode (0.8 s of CPU, 120 MB for as long as the process
 * lives). This one generates the same.
 */
const codePoint = fc.nat({ max: LAST - SURROGATES }).map(
  (at) => String.fromCodePoint(at <= LAST_BEFORE_SURROGATES ? at : at + SURROGATES),
  (text) => {
    const found = typeof text === "string" ? (text.codePointAt(0) ?? -1) : -1;
    if (found < 0 || String.fromCodePoint(found) !== text) throw new Error("not one code point");
    return found <= LAST_BEFORE_SURROGATES ? found : found - SURROGATES;
  },
);

/** Of any code points but halves of surrogate pairs. */
export const anyText = (constraints: Omit<StringConstraints, "unit"> = {}) =>
  fc.string({ ...constraints, unit: codePoint });
