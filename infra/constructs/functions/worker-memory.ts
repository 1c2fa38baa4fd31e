import { mediaModesOf } from "../../../lib/config/settings/media-settings.ts";
import type { Settings } from "../../../lib/config/settings/settings.ts";

const MEGABYTES = 384;
const MEGABYTES_WITH_MEDIA = 512;

/**
 * Mostly waits for the agent, so more memory would pay for waiting. Ten ordinary turns at once take 100 MB; ten
 * answers of 45,000 characters more than 256 MB, and ten files of 16 MB nearly 300 (docs/performance.md).
 */
export const workerMegabytes = ({ media }: Pick<Settings, "media">): number =>
  mediaModesOf(media).size > 0 ? MEGABYTES_WITH_MEDIA : MEGABYTES;
