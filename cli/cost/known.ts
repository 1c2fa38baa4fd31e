/** "unknown": nothing was measured, or the rate is unknown. This is not zero. */
export type Known = number | "unknown";

/** "unknown" if one part is. */
export const summed = (amounts: readonly Known[]): Known =>
  amounts.reduce<Known>(
    (sum, amount) => (sum === "unknown" || amount === "unknown" ? "unknown" : sum + amount),
    0,
  );
export const times = (count: Known, usd: Known): Known =>
  count === 0 ? 0 : count === "unknown" || usd === "unknown" ? "unknown" : count * usd;
