import { mediaModesOf } from "../../lib/config/settings/media-settings.ts";
import type { MediaWork } from "../../lib/domain/media/media-task.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { type Known, summed, times } from "./known.ts";
import { AWS_MEDIA_USD } from "./rates.ts";

export type MediaCost = { voiceSeconds: Known; images: Known; documents: Known; usd: Known };

/** What was given to the engine. Nothing counted is nothing given: the worker writes these metrics only then. */
export async function mediaCost(cloud: Cloud, since: number, until: number): Promise<MediaCost> {
  const { media } = cloud.settings;
  const modes = mediaModesOf(media);
  const sum = async (work: MediaWork, name: string): Promise<Known> => {
    if (!modes.has(work)) return 0;
    const series = [{ service: "worker" }];
    const values = await cloud.metric({ name, stat: "Sum", by: [], since, until, series });
    return values.reduce((total, { value }) => total + value, 0);
  };
  const [voiceSeconds, images, documents] = await Promise.all([
    sum("transcribe", "VoiceSeconds"),
    sum("describe", "ImagesDescribed"),
    sum("read", "DocumentsRead"),
  ]);
  const isOwnModel = media.engine.kind === "aws" && media.engine.model !== undefined;
  const { voiceSecond, image, document } = AWS_MEDIA_USD;
  const usd =
    media.engine.kind === "aws"
      ? summed([
          times(voiceSeconds, voiceSecond),
          times(images, isOwnModel ? "unknown" : image),
          times(documents, isOwnModel ? "unknown" : document),
        ])
      : times(summed([voiceSeconds, images, documents]), "unknown");
  return { voiceSeconds, images, documents, usd };
}

/** Another engine sends a bill of its own. */
export const ofAws = ({ settings: { media } }: Cloud, usd: Known): Known =>
  media.engine.kind === "aws" ? usd : 0;
