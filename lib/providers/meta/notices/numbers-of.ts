import { numbersAt } from "../../../config/derived/numbers-at.ts";
import type { NumberSettings } from "../../../config/settings/settings.ts";
import type { Notice } from "../../../domain/inbound/inbound.ts";

const ABOUT_A_NUMBER = new Set(["phone_number_quality_update", "phone_number_name_update", "security"]);

/**
 * `name`: of the only number that it can be about. `foreign`: the app also hears of an account that has no
 * number in the settings.
 */
export function metaNoticeNumber(
  { account, topic }: Notice,
  numbers: readonly NumberSettings[],
): { name?: string } | "foreign" {
  const ours = numbersAt(numbers, "meta").filter(({ wabaId }) => wabaId === undefined || wabaId === account);
  const [first, ...others] = ours;
  if (!first) return "foreign";
  return others.length === 0 && ABOUT_A_NUMBER.has(topic) ? { name: first.name } : {};
}
