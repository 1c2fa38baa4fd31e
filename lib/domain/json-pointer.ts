import { isRecord } from "./is-record.ts";

/** RFC 6901. "" is the whole document. */
export const isJsonPointer = (text: string): boolean => /^(?:\/(?:[^/~]|~[01])*)*$/.test(text);

/** `undefined` where there is nothing. */
export function atPointer(json: unknown, pointer: string): unknown {
  let found = json;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(found)) found = /^(?:0|[1-9]\d*)$/.test(name) ? found[Number(name)] : undefined;
    else if (isRecord(found) && Object.hasOwn(found, name)) found = found[name];
    else return undefined;
  }
  return found;
}

export const pointerStep = (name: string | number): string =>
  `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
