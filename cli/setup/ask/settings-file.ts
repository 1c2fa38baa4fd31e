import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ConfigurationError, parseConfiguration } from "../../../lib/config/settings/problems.ts";
import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { settingsSchema } from "../../../lib/config/settings/settings-schema.ts";
import { isRecord } from "../../../lib/domain/is-record.ts";
import { CliProblem, EXIT } from "../../problem.ts";

type NumberInFile = SettingsFile["numbers"][number];

/** The example's agent belongs to nobody. */
const EXAMPLE_AGENT = "agent_1a2b3c4d5e";
const EXAMPLE_PHONE_NUMBER_ID = "310000000000007";

const isMissing = (error: unknown) => isRecord(error) && error.code === "ENOENT";

/** Without defaults; `undefined` if there is no file. Throws CliProblem if it is not a settings file. */
export async function readSettingsFile(path: string): Promise<SettingsFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new CliProblem(EXIT.failed, `${path} cannot be read.`);
  }
  check(text, path);
  return JSON.parse(text);
}

/**
 * Checks the settings as a deploy does, then writes the whole file or nothing. Throws CliProblem with the
 * problems.
 */
export async function writeSettingsFile(path: string, settings: SettingsFile): Promise<void> {
  const text = `${JSON.stringify(settings, undefined, 2)}\n`;
  check(text, path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

function check(text: string, path: string): void {
  try {
    parseConfiguration(settingsSchema, text, path);
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw new CliProblem(EXIT.usage, `${path} is not valid:`, error.problems);
    throw error;
  }
}

const isExample = (number: NumberInFile) =>
  number.agentId === EXAMPLE_AGENT ||
  ("phoneNumberId" in number && number.phoneNumberId === EXAMPLE_PHONE_NUMBER_ID);

export const ownNumbers = (settings: SettingsFile | undefined): readonly NumberInFile[] =>
  (settings?.numbers ?? []).filter((number) => !isExample(number));

/** Replaces the number of the same name and the examples. The rest stays unchanged. */
export function withNumber(settings: SettingsFile | undefined, number: NumberInFile): SettingsFile {
  const before = ownNumbers(settings);
  const at = before.findIndex(({ name }) => name === number.name);
  const known = at === -1 ? undefined : before[at];
  // The number's other settings, for example its texts, belong to the user.
  const merged: NumberInFile = known?.provider === number.provider ? { ...known, ...number } : number;
  return { ...settings, numbers: at === -1 ? [...before, merged] : before.with(at, merged) };
}
