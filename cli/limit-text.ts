import type { Templates } from "./api-responses.ts";

export const limitText = ({ dailyLimit, usedLast24Hours }: Pick<Templates, "dailyLimit" | "usedLast24Hours">) =>
  dailyLimit === null
    ? `${usedLast24Hours} conversations begun in the last 24 hours; no limit is known.`
    : `${usedLast24Hours} of ${dailyLimit} conversations begun in the last 24 hours; ${Math.max(0, dailyLimit - usedLast24Hours)} left.`;
