export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
type Weekday = (typeof WEEKDAYS)[number];

/** When people are there, by the clocks of one place. */
export type BusinessHours = {
  /** IANA: "Europe/Berlin". */
  timeZone: string;
  /** "08:00-12:00". "18:00-02:00" ends on the day after, "00:00-24:00" is the whole day. */
  open: { readonly [Day in Weekday]?: readonly string[] | undefined };
  /** Dates on which nothing opens: "2026-12-25". What began the day before ends as usual. */
  closed: readonly string[];
};

/** Milliseconds since the midnight that the day begins with; `to` is later than `from`. */
export type Span = { from: number; to: number };

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

export function readSpan(text: string): Span {
  const [from = 0, to = 0] = text.split("-").map(minutesOf);
  return { from: from * MINUTE_MS, to: (to > from ? to : to + DAY_MINUTES) * MINUTE_MS };
}
