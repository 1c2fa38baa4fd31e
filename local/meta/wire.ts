/**
 * JSON as Meta writes it: everything beyond ASCII as lower-case `\uXXXX`, and `/` as `\/`. The signature
 * covers exactly these bytes.
 */
export const metaWire = (value: unknown): Buffer =>
  Buffer.from(
    JSON.stringify(value)
      .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .replaceAll("/", "\\/"),
    "latin1",
  );
