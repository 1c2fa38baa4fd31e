import { nameStage } from "../stage-commands.ts";

/** `undefined`: the local stack, of which the CLI knows no stage. */
export type MailStage = string | undefined;

export const stageName = (stage: MailStage) => stage ?? "local";

export const forStage = (stage: MailStage, text: string) =>
  stage === undefined ? text : nameStage(text, stage);

export const DOCTOR_LINE = "  npm run wa -- doctor";
