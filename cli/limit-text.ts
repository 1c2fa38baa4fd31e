import type { ResultOf } from "../lib/operator-api/results.ts";

export const limitText = ({
  dailyLimit,
  usedLast24Hours,
}: Pick<ResultOf<"templates">, "dailyLimit" | "usedLast24Hours">) =>
  dailyLimit === null
    ? `${usedLast24Hours} conversations begun in the last 24 hours; no limit is known.`
    : `${usedLast24Hours} of ${dailyLimit} conversations begun in the last 24 hours; ${Math.max(0, dailyLimit - usedLast24Hours)} left.`;
