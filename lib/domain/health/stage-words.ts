/** `undefined`: the local stack, of which the CLI knows no stage. */
export type MailStage = string | undefined;

export const stageName = (stage: MailStage) => stage ?? "local";

export const doctorLine = (stage: MailStage) =>
  `  npm run wa -- doctor${stage === undefined ? "" : ` --stage ${stage}`}`;
