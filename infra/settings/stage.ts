/** Names one deployment of the system, for instance "dev" or "prod". Part of the names of its stack and settings file. */
export function parseStage(value: unknown): string {
  if (typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,29}$/.test(value)) return value;
  throw new Error("Stage names have 1 to 30 lower-case letters, digits and hyphens. Choose one with -c stage=NAME.");
}

/** Stages whose data outlives a mistake: nothing that customers wrote can be deleted together with the stack. */
export const keepsData = (stage: string) => stage === "prod" || stage === "production";
