/** Names one deployment of the system, for instance "dev" or "prod". Part of the names of its stack and settings file. */
export function parseStage(value: unknown): string {
  if (typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,29}$/.test(value)) return value;
  throw new Error("Stage names have 1 to 30 lower-case letters, digits and hyphens. Choose one with -c stage=NAME.");
}

/** Where to deploy; `undefined` leaves it to the credentials. */
export function parseRegion(value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && /^[a-z]{2,}(-[a-z]+)+-\d$/.test(value))) return value;
  throw new Error("Name the region as AWS does, for instance -c region=eu-west-1.");
}

/** Stages whose data outlives a mistake: nothing that customers wrote can be deleted together with the stack. */
export const keepsData = (stage: string) => stage === "prod" || stage === "production";
