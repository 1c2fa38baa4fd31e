import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { MediaFile, MediaFiles, MediaLimits } from "../../lib/application/ports/media-files.ts";

/** By media id: a file, or the code of a failure. Counts what was fetched. */
export class FakeMediaFiles implements MediaFiles {
  readonly files = new Map<string, MediaFile | string>();
  readonly fetched: { mediaId: string; limits: MediaLimits }[] = [];

  async fetchMedia(number: string, mediaId: string, limits: MediaLimits): Promise<MediaFile> {
    this.fetched.push({ mediaId, limits });
    if (number === "gone")
      throw new IntegrationError({ system: "settings", code: "no_number", retry: "never" });
    const found = this.files.get(mediaId) ?? "media_gone";
    const code = typeof found === "string" ? found : undefined;
    if (typeof found === "string" || found.bytes.byteLength > limits.maxBytes)
      throw new IntegrationError({ system: "meta", code: code ?? "media_too_large", retry: "never" });
    return found;
  }
}
