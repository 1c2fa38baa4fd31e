import { Duration } from "aws-cdk-lib";
import { mediaModesOf } from "../../../lib/config/settings/media-settings.ts";
import { countOf } from "./log-metrics.ts";
import { shareOfMessages } from "./thresholds.ts";
import type { Watched, Watches } from "./watch.ts";

/** Only where media is understood. */
export function mediaWatches({ turns, worker, settings }: Watched): Watches {
  if (mediaModesOf(settings.media).size === 0) return {};
  return {
    MediaFailing: {
      // Over a day: a shop gets few voice notes. Not critical: the agent is asked all the same.
      ...shareOfMessages({
        counted: countOf(worker.logs, "media.failed"),
        atLeast: 3,
        share: 0.005,
        turns,
        period: Duration.days(1),
        label: "files that could not be understood in a day",
      }),
      impact:
        "voice notes, photos or documents are not understood, so those customers are asked to write instead.",
    },
  };
}
