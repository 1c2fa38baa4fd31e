import { isStageName, STAGE_NAME_RULE } from "../../lib/config/deployment/stage.ts";

/** Throws if it is not a valid stage name. */
export function parseStage(value: unknown): string {
  if (typeof value === "string" && isStageName(value)) return value;
  throw new Error(`${STAGE_NAME_RULE} Choose one with -c stage=NAME.`);
}

/** `undefined`: as the credentials say. */
export function parseRegion(value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && /^[a-z]{2,}(-[a-z]+)+-\d$/.test(value)))
    return value;
  throw new Error("Name the region as AWS does, for instance -c region=eu-west-1.");
}
