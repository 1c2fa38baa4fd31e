const ENDINGS: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "audio/ogg": "ogg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/aac": "aac",
  "audio/amr": "amr",
  "video/mp4": "mp4",
  "video/3gpp": "3gp",
  "application/pdf": "pdf",
};

/** A double click would run these. */
const RUNS =
  /\.(app|apk|bat|cmd|com|cpl|dll|dmg|docm|exe|hta|html?|iso|jar|jse?|lnk|mht|mjs|msi|pif|pkg|pptm|ps1|reg|scr|sh|svgz?|url|vb[es]?|wsf|xht(ml)?|xlsm|xml)$/i;

const MAX_LENGTH = 100;

/** What could change how a name reads: controls, and marks of direction. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/**
 * The name under which a customer's file is saved. `type`: by its bytes. A name never promises another type than
 * that, and never runs at a double click.
 */
export function saveName(given: string | undefined, kind: string, type: string): string {
  const bare = (given ?? "").replaceAll(UNSEEN, "").replaceAll(/[\\/:*?"<>|]/g, "_");
  const name = bare.replace(/^[.\s]+|[.\s]+$/g, "").slice(-MAX_LENGTH) || kind;
  const ending = ENDINGS[type];
  if (ending !== undefined) return name.toLowerCase().endsWith(`.${ending}`) ? name : `${name}.${ending}`;
  return RUNS.test(name) ? `${name}.unsafe` : name;
}
