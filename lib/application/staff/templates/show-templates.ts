import type { NumberName } from "../../../domain/ids.ts";
import { DAY_MS } from "../../../domain/time.ts";
import type { StaffDeps } from "../staff-deps.ts";

/** As the provider lists them now. Throws IntegrationError. */
export async function showTemplates(
  {
    numbers,
    templatesOf,
    allowance,
    clock,
  }: Pick<StaffDeps, "numbers" | "templatesOf" | "allowance" | "clock">,
  number: NumberName,
) {
  if (!numbers.some(({ name }) => name === number)) return "unknown-number" as const;
  const now = clock.now();
  // Not from the cache: a template may just have been approved.
  const [{ templates, dailyLimit }, usedLast24Hours] = await Promise.all([
    templatesOf(number)(0),
    allowance.usedSince(number, now - DAY_MS, now),
  ]);
  return { templates, dailyLimit: dailyLimit ?? null, usedLast24Hours };
}
