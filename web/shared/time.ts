const pad = (value: number) => String(value).padStart(2, "0");

/** `14:05`, in the reader's time zone. */
export function timeOf(at: number): string {
  const date = new Date(at);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** `Mon, November 23`, in the reader's language. */
export const dayOf = (at: number): string =>
  new Date(at).toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "long" });

/** `40 s`, `5 min`, `3 h 07 min`. */
export function durationOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
}

/** `1 message`, `3 messages`. */
export const count = (amount: number, noun: string): string => `${amount} ${noun}${amount === 1 ? "" : "s"}`;
