import type { MediaFile, MediaLimits } from "../application/ports/media-files.ts";
import type { NumberSettings } from "../config/settings/settings.ts";
import type { Connection } from "./connection.ts";

export type MediaConnection = Connection & {
  /** Between two attempts. */
  pause(milliseconds: number): Promise<void>;
};

/** A method, so that it may be called with any number whose provider it is. */
export interface ProviderMedia<Number extends NumberSettings = NumberSettings> {
  /** Keeps the promises of MediaFiles. Nothing personal is in an error. */
  fetchMedia(
    number: Number,
    connection: MediaConnection,
    mediaId: string,
    limits: MediaLimits,
  ): Promise<MediaFile>;
}
