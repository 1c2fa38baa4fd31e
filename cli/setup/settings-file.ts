import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { ConfigurationError, parseConfiguration } from "../../lib/config/problems.ts";
import { type SettingsFile, settingsSchema } from "../../lib/config/settings.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import { CliProblem, EXIT } from "../problem.ts";

type NumberInFile = SettingsFile["numbers"][number];

/** Ids of the committed example: nobody's. */
const EXAMPLE_AGENT = "agent_1a2b3c4d5e";
const EXAMPLE_PHONE_NUMBER_ID = "310000000000007";

const isMissing = (error: unknown) => isRecord(error) && error.code === "ENOENT";

/** What is in the file, nothing filled in; `undefined` when there is none. Throws CliProblem for what is no settings file. */
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

/** Writes it whole or not at all, after it was checked as a deploy checks it. Throws CliProblem that lists what is wrong with it. */
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
    if (error instanceof ConfigurationError) throw new CliProblem(EXIT.usage, `${path} is not as it should be:`, error.problems);
    throw error;
  }
}

const isExample = (number: NumberInFile) =>
  number.agentId === EXAMPLE_AGENT || (number.provider === "meta" && number.phoneNumberId === EXAMPLE_PHONE_NUMBER_ID);

/** The numbers that belong to somebody. */
export const ownNumbers = (settings: SettingsFile | undefined): readonly NumberInFile[] =>
  (settings?.numbers ?? []).filter((number) => !isExample(number));

/** The file with this number in it: in place of the one of that name, and without those of the example. Everything else stays as it was. */
export function withNumber(settings: SettingsFile | undefined, number: NumberInFile): SettingsFile {
  const before = ownNumbers(settings);
  const at = before.findIndex(({ name }) => name === number.name);
  const known = at === -1 ? undefined : before[at];
  // What the owner has set for this number besides its ids, for instance its texts, is not setup's to change.
  const merged: NumberInFile = known?.provider === number.provider ? { ...known, ...number } : number;
  return { ...settings, numbers: at === -1 ? [...before, merged] : before.with(at, merged) };
}
