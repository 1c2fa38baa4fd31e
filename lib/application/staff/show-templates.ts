import type { NumberName } from "../../domain/ids.ts";
import type { StaffDeps } from "./staff-deps.ts";

const DAY = 24 * 3_600_000;

/** What can be sent from a number, as the provider has it now. Throws IntegrationError. */
export const showTemplatesWith =
  ({ numbers, templatesOf, allowance, clock }: Pick<StaffDeps, "numbers" | "templatesOf" | "allowance" | "clock">) =>
  async (number: NumberName) => {
    if (!numbers.some(({ name }) => name === number)) return "unknown-number" as const;
    const now = clock.now();
    // Who looks has perhaps just had one approved.
    const [{ templates, dailyLimit }, usedLast24Hours] = await Promise.all([
      templatesOf(number)(0),
      allowance.usedSince(number, now - DAY, now),
    ]);
    return { templates, dailyLimit: dailyLimit ?? null, usedLast24Hours };
  };
