import type { BusinessHours } from "../domain/hours/business-hours.ts";
import { openingText } from "../domain/hours/opening-text.ts";
import type { NumberSettings, Settings } from "./settings.ts";
import { languageFor, textsOf } from "./texts-of.ts";

type OfNumber = Pick<NumberSettings, "hours" | "texts" | "language">;

/** What a customer reads of a handoff while nobody is there. */
export function closedTextOf(
  settings: Pick<Settings, "texts" | "language">,
  number: OfNumber,
  hours: BusinessHours,
): (country: string | undefined, now: number) => string {
  const texts = textsOf(settings, number);
  return (country, now) => {
    const opens = openingText(hours, now, { language: languageFor(settings, number, country), country });
    return texts("handoffClosed", country).replaceAll("{opens}", () => opens);
  };
}
