import { lookAtFile } from "../../lib/adapters/files/look-at-file.ts";
import { countryOfPhone } from "../../lib/adapters/phone/phones.ts";
import { mediaUnderstanding, type UnderstandingDeps } from "../../lib/application/media/understand.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import type { MediaUnderstanding } from "../../lib/application/ports/understanding.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { countryOfCustomer } from "../../lib/domain/language/country.ts";
import { languageOf } from "../../lib/domain/language/languages.ts";
import { spokenLanguages } from "../../lib/domain/media/spoken-languages.ts";
import { mediaFiles } from "../../lib/providers/media.ts";
import { connectEngine } from "../../lib/understanding/connect.ts";

export type MediaDeps = {
  settings: Settings;
  secrets(): Promise<Secrets>;
  invalidateSecrets(): void;
  fetch: typeof fetch;
  clock: Clock;
  telemetry: Telemetry;
  /** The function's own. */
  region: string;
};

type Deps = MediaDeps & Pick<UnderstandingDeps, "modes" | "timeoutMs" | "pause">;

/** With the libraries that look at files, and the engine's code: imported late. */
export async function understandingWith(deps: Deps): Promise<MediaUnderstanding> {
  const { settings } = deps;
  const { media } = settings;
  return mediaUnderstanding({
    ...deps,
    files: mediaFiles({ ...deps, pause: async (ms) => void (await deps.pause(ms)) }),
    engine: await connectEngine({ ...deps, engine: media.engine }),
    look: lookAtFile,
    languagesFor(number, customer) {
      const country = countryOfCustomer(customer, countryOfPhone);
      const language = settings.numbers.find(({ name }) => name === number)?.language ?? settings.language;
      return spokenLanguages(media.languages, language === "auto" ? languageOf(country) : language, country);
    },
  });
}
