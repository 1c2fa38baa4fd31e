import { Stack } from "aws-cdk-lib";
import { bedrockModelArns } from "../../lib/config/derived/bedrock-model.ts";
import { mediaModesOf } from "../../lib/config/settings/media-settings.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { allow } from "./allow.ts";
import type { ServiceFunction } from "./service-function.ts";
import { acceptWildcard } from "./wildcard.ts";

/** Of what is switched on only. With another engine than AWS's nothing. */
export function allowMedia(caller: ServiceFunction, { media }: Pick<Settings, "media">): void {
  const { engine } = media;
  if (engine.kind !== "aws") return;
  const modes = mediaModesOf(media);
  if (modes.has("transcribe")) {
    allow(caller.function, ["transcribe:StartStreamTranscription"], "*");
    acceptWildcard(caller, "*", "Transcribe's streams are no resources: IAM knows only all of them.");
  }
  if (!modes.has("describe") && !modes.has("read")) return;
  const { partition, region, account } = Stack.of(caller);
  const arns = bedrockModelArns(engine, { partition, region: engine.region ?? region, account });
  allow(caller.function, ["bedrock:InvokeModel"], ...arns);
  for (const arn of arns.filter((each) => each.includes("*")))
    acceptWildcard(
      caller,
      arn,
      "An inference profile calls its model in several regions, which AWS may add to.",
    );
}
