import type { Settings } from "../settings/settings.ts";

export const STAGE_NAME_RULE = "Stage names have 1 to 30 lower-case letters, digits and hyphens.";

/** Part of the names of stack and settings file. */
export const isStageName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,29}$/.test(name);

/** The customers' data outlives the stack, which is protected from deletion. */
export const keepsData = (stage: string, { keepData }: Pick<Settings, "keepData">): boolean =>
  keepData ?? (stage === "prod" || stage === "production");
