import { setTimeout as pause } from "node:timers/promises";
import type { MediaUnderstanding } from "../../lib/application/ports/understanding.ts";
import { mediaModesOf } from "../../lib/config/settings/media-settings.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import type { MediaDeps } from "./understanding.ts";

/** `undefined` where all is off. All that it needs is loaded with the first file: cold starts do not pay for it. */
export function lateUnderstanding(deps: MediaDeps): MediaUnderstanding | undefined {
  const { media } = deps.settings;
  const modes = mediaModesOf(media);
  if (modes.size === 0) return undefined;
  const timeoutMs = media.timeoutSeconds * SECOND_MS;
  let loading: Promise<MediaUnderstanding> | undefined;

  async function load(): Promise<MediaUnderstanding> {
    const { understandingWith } = await import("./understanding.ts");
    return understandingWith({ ...deps, modes, timeoutMs, pause: (ms) => pause(ms) });
  }

  return {
    modes,
    timeoutMs,
    async understand(...file) {
      loading ??= load();
      try {
        const { understand } = await loading;
        return await understand(...file);
      } catch (error) {
        loading = undefined;
        deps.telemetry.warn("media.failed", {
          reason: "unavailable",
          code: error instanceof Error ? error.name : "crash",
        });
        return { kind: "failed", reason: "unavailable" };
      }
    },
  };
}
