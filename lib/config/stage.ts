import type { Settings } from "./settings.ts";

/** What is said of a stage's name that is not one. */
export const STAGE_NAME_RULE = "Stage names have 1 to 30 lower-case letters, digits and hyphens.";

/** Names one deployment of the system, for instance "dev" or "prod". Part of the names of its stack and settings file. */
export const isStageName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,29}$/.test(name);

/** Whether nothing that customers wrote can be deleted together with the stack: its data outlives a mistake. */
export const keepsData = (stage: string, { keepData }: Pick<Settings, "keepData">): boolean =>
  keepData ?? (stage === "prod" || stage === "production");
