import type { Settings } from "../settings/settings.ts";

type Engine = Settings["media"]["engine"];

/** Cheap, reads pictures and documents, and needs no contract with a third company. */
const MODEL = "amazon.nova-2-lite-v1:0";

/**
 * Where a file may be processed, by the beginning of the region. The rest of the world: `global`, in any region.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-cards.html
 */
const GEOGRAPHIES: readonly (readonly [region: RegExp, geography: string])[] = [
  [/^us-(?!gov-)/, "us"],
  [/^eu-/, "eu"],
  [/^ap-northeast-[13]$/, "jp"],
];

const modelIn = (engine: Engine) => (engine.kind === "aws" ? engine.model : undefined);

/** The settings' model, else an inference profile that keeps files in the region's part of the world. */
export const bedrockModel = (engine: Engine, region: string): string =>
  modelIn(engine) ?? `${GEOGRAPHIES.find(([pattern]) => pattern.test(region))?.[1] ?? "global"}.${MODEL}`;

/** The beginning of a profile's id; the rest is the model's. */
const GEOGRAPHY = /^(?:us|eu|apac|jp|au|ca|sa|us-gov|global)\.(?=\w+\.)/;

type Place = { partition: string; region: string; account: string };

/**
 * What `bedrock:InvokeModel` needs: for an inference profile also its model, in each region that it leads to.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
 */
export function bedrockModelArns(engine: Engine, { partition, region, account }: Place): readonly string[] {
  const model = modelIn(engine) ?? `*.${MODEL}`;
  const base = model.replace(GEOGRAPHY, "").replace(/^\*\./, "");
  const foundation = (where: string, id = base) =>
    `arn:${partition}:bedrock:${where}::foundation-model/${id}`;
  if (model.startsWith("arn:"))
    return /:(?:application-)?inference-profile\//.test(model) ? [model, foundation("*", "*")] : [model];
  return base === model
    ? [foundation(region)]
    : [`arn:${partition}:bedrock:${region}:${account}:inference-profile/${model}`, foundation("*")];
}
