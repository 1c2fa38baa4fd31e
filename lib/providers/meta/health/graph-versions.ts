import { DAY_MS } from "../../../domain/time.ts";

/**
 * With release day and the first day without service by Meta. As of 2026-11-28, newest first. A version ends
 * two years after its successor's release; without a successor the end is unknown.
 * https://developers.facebook.com/docs/graph-api/changelog/versions
 */
const VERSIONS: readonly { version: string; released: string; ends?: string }[] = [
  { version: "v27.0", released: "2026-11-04" },
  { version: "v26.0", released: "2026-07-29", ends: "2028-11-04" },
  { version: "v25.0", released: "2026-02-18", ends: "2028-07-29" },
  { version: "v24.0", released: "2025-10-08", ends: "2028-02-18" },
  { version: "v23.0", released: "2025-05-29", ends: "2027-10-08" },
  { version: "v22.0", released: "2025-01-21", ends: "2027-05-20" },
  { version: "v21.0", released: "2024-10-02", ends: "2027-01-21" },
  { version: "v20.0", released: "2024-05-21", ends: "2026-09-24" },
  { version: "v19.0", released: "2024-01-23", ends: "2026-05-21" },
  { version: "v18.0", released: "2023-09-12", ends: "2026-01-26" },
];

const numberOf = (version: string) => Number(/^v(\d+)\./.exec(version)?.[1]);
const OLDEST = VERSIONS.at(-1);

/** "ended" without a day: older than the table. "unknown": newer than the table. */
export type VersionState =
  | { kind: "ended"; on?: number }
  | { kind: "answers"; ends?: number }
  | { kind: "unknown" };

export function stateOfVersion(version: string, now: number): VersionState {
  const known = VERSIONS.find((each) => each.version === version);
  if (!known)
    return OLDEST && numberOf(version) < numberOf(OLDEST.version) ? { kind: "ended" } : { kind: "unknown" };
  if (known.ends === undefined) return { kind: "answers" };
  const ends = Date.parse(known.ends);
  return ends <= now ? { kind: "ended", on: ends } : { kind: "answers", ends };
}

/** This version of the project was tested with it. */
const TRIED = "v25.0";
const SOON_MS = 90 * DAY_MS;

/** The tested version, unless that is the current one or ends soon. */
export function advisedVersion(instead: string, now: number): string {
  const tried = stateOfVersion(TRIED, now + SOON_MS);
  return tried.kind === "answers" && instead !== TRIED ? TRIED : newestVersion(now);
}

/** Released by this time. */
export const newestVersion = (now: number): string =>
  VERSIONS.find(({ released }) => Date.parse(released) <= now)?.version ?? "v25.0";
