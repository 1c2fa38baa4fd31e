import { setTimeout as pause } from "node:timers/promises";
import { IntegrationError } from "../application/ports/integration-error.ts";
import type { MediaFiles } from "../application/ports/media-files.ts";
import type { NumberOf } from "../config/settings/settings.ts";
import type { Provider } from "../domain/inbound/inbound.ts";
import type { Connection } from "./connection.ts";
import { metaMedia } from "./meta/media.ts";
import type { MediaConnection, ProviderMedia } from "./provider-media.ts";
import { twilioMedia } from "./twilio/media.ts";

export const MEDIA: Readonly<Record<Provider, ProviderMedia>> = {
  meta: metaMedia,
  twilio: twilioMedia,
} satisfies {
  [P in Provider]: ProviderMedia<NumberOf<P>>;
};

type Options = Connection &
  Partial<Pick<MediaConnection, "pause">> & {
    /** Default: all that the product knows. */
    media?: Readonly<Record<Provider, ProviderMedia>>;
  };

/** The files of all numbers in the settings. */
export function mediaFiles({ media = MEDIA, ...connection }: Options): MediaFiles {
  return {
    async fetchMedia(name, mediaId, limits) {
      const number = connection.settings.numbers.find((each) => each.name === name);
      // The number has left the settings since.
      if (!number) throw new IntegrationError({ system: "settings", code: "no_number", retry: "never" });
      return media[number.provider].fetchMedia(number, { pause, ...connection }, mediaId, limits);
    },
  };
}
