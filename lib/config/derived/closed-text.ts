import type { BusinessHours } from "../../domain/hours/business-hours.ts";
import { isOpen } from "../../domain/hours/open-times.ts";
import { openingText } from "../../domain/hours/opening-text.ts";
import type { NumberSettings, Settings } from "../settings/settings.ts";
import { hoursOf } from "./hours-of.ts";
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

/** What the agent's action is answered: the text that the customer reads, too. */
export function handoffTextOf(
  settings: Pick<Settings, "texts" | "language" | "hours">,
  number: Pick<NumberSettings, "hours" | "texts" | "language">,
): (country: string | undefined, now: number) => string {
  const hours = hoursOf(settings, number);
  const closedText = hours && closedTextOf(settings, number, hours);
  return (country, now) =>
    hours && closedText && !isOpen(hours, now)
      ? closedText(country, now)
      : textsOf(settings, number)("handoff", country);
}
