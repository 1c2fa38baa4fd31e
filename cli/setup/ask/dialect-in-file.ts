import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import type { Dialect, NamedDialect } from "../../../lib/domain/dialect/dialect.ts";
import { readSettingsFile, writeSettingsFile } from "./settings-file.ts";

/** A mapping is somebody's work: it is never replaced. */
export const isFoundDialect = (
  answering: Dialect | undefined,
  configured: Dialect | undefined,
): answering is NamedDialect =>
  typeof answering === "string" && typeof configured !== "object" && answering !== configured;

export const withDialect = (file: SettingsFile, dialect: NamedDialect): SettingsFile => ({
  ...file,
  chatsby: { ...file.chatsby, dialect },
});

/** Writes it if the file has one of these agents. Returns what is left to do. */
export async function dialectFix(
  dialect: NamedDialect,
  numbers: readonly { agentId: string }[],
  path: string | undefined,
  stage: string | undefined,
): Promise<string> {
  const deploy =
    stage === undefined
      ? "start the local stack with it again"
      : `deploy it: npx cdk deploy -c stage=${stage}`;
  const file = path === undefined ? undefined : await readSettingsFile(path);
  const isOurs = file?.numbers.some(({ agentId }) => numbers.some((number) => number.agentId === agentId));
  if (path === undefined || !file || !isOurs || typeof file.chatsby?.dialect === "object")
    return `Set "chatsby": {"dialect": "${dialect}"} in the settings file, and ${deploy}`;
  if (file.chatsby?.dialect !== dialect) await writeSettingsFile(path, withDialect(file, dialect));
  return `${path} has chatsby.dialect "${dialect}" now: ${deploy}`;
}
