/** As in `audio/ogg; codecs=opus`; `undefined` for anything that is no media type. */
export const mediaType = (value: unknown): string | undefined =>
  typeof value === "string" && /^[\w.+-]+\/[\w.+-]+(?:\s*;[\w\s.+="-]*)?$/.test(value) && value.length <= 120
    ? value.trim()
    : undefined;

const MAX_NAME_LENGTH = 120;

/** Without path, and without what could turn the line around or break it. */
function harmlessName(name: string): string | undefined {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const shown = last
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .trim();
  if (/^\.*$/.test(shown)) return undefined;
  const extension = /\.\w{1,8}$/.exec(shown)?.[0] ?? "";
  return shown.length <= MAX_NAME_LENGTH
    ? shown
    : `${shown.slice(0, MAX_NAME_LENGTH - extension.length).toWellFormed()}${extension}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Of `Content-Disposition` (RFC 6266). */
export function filenameOf(disposition: string | null): string | undefined {
  if (!disposition) return undefined;
  const [, encoded] = /;\s*filename\*\s*=\s*UTF-8'[^']*'([^;\s]+)/i.exec(disposition) ?? [];
  const [, quoted, plain] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = (encoded && decoded(encoded)) ?? quoted?.replace(/\\(.)/g, "$1") ?? plain;
  if (!name) return undefined;
  // Header values are read as Latin-1, but written as UTF-8.
  const utf8 = Buffer.from(name, "latin1").toString("utf8");
  return harmlessName(encoded || utf8.includes("\uFFFD") ? name : utf8);
}
