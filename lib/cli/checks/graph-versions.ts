/** Until when Meta answers each version. As of 2026-07-29: https://developers.facebook.com/docs/graph-api/changelog/versions */
const ENDS: Record<string, string> = {
  "v17.0": "2025-09-12",
  "v18.0": "2026-01-26",
  "v19.0": "2026-05-21",
  "v20.0": "2026-09-24",
  "v21.0": "2027-01-21",
  "v22.0": "2027-05-20",
  "v23.0": "2027-10-08",
  "v24.0": "2028-02-18",
  "v25.0": "2028-07-29",
};

/** The day on which a version ends, if it is known. */
export const endOfVersion = (version: string): number | undefined => {
  const day = ENDS[version];
  return day === undefined ? undefined : Date.parse(day);
};
