import { type Problem, readRecipients } from "../mailing/read-recipients.ts";

export type GivenOptIn = { line: number; contact: string; source: string; text: string; at: number };
export type Common = { source?: string; text?: string; date?: string };

const DATE = /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
export const DATE_HELP = "2026-05-03, or with a time 2026-05-03T14:30 (UTC, unless it ends in +02:00)";

/** `undefined` for anything else, also for a day that is in no calendar. */
export function timeOf(text: string): number | undefined {
  const day = DATE.exec(text)?.[1];
  if (day === undefined) return undefined;
  const midnight = Date.parse(`${day}T00:00Z`);
  if (!Number.isFinite(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  const written = text.replace(" ", "T");
  const isUtc = written.length > day.length && !/(?:Z|[+-]\d{2}:\d{2})$/.test(written);
  const at = Date.parse(isUtc ? `${written}Z` : written);
  return Number.isFinite(at) ? at : undefined;
}

/** Columns of any other name are left alone. A problem never quotes a value. */
export function readOptIns(
  file: Buffer,
  common: Common,
): { optIns: readonly GivenOptIn[]; problems: readonly Problem[] } {
  const { recipients, problems: unread } = readRecipients(file, { keepsRepeated: true });
  const optIns: GivenOptIn[] = [];
  const problems: Problem[] = [...unread];
  for (const { line, contact, values } of recipients) {
    const columns = new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
    const valueFor = (name: keyof Common) => (columns.get(name) || common[name] || "").trim();
    const [source, text, date] = [valueFor("source"), valueFor("text"), valueFor("date")];
    const at = timeOf(date);
    const wrong = [
      ...(source === "" ? ["the source is missing: a column source, or --source"] : []),
      ...(source.length > 200 || /[\r\n]/.test(source)
        ? ["the source has more than 200 characters or a line"]
        : []),
      ...(text === "" ? ["the text is missing: a column text, or --text"] : []),
      ...(text.length > 1000 ? ["the text has more than 1000 characters"] : []),
      ...(date === "" ? ["the date is missing: a column date, or --date"] : []),
      ...(date !== "" && at === undefined ? [`write the date as ${DATE_HELP}`] : []),
    ];
    problems.push(...wrong.map((each) => ({ line, text: each })));
    if (wrong.length === 0 && at !== undefined) optIns.push({ line, contact, source, text, at });
  }
  return { optIns, problems };
}
