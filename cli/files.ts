import { readFile, writeFile } from "node:fs/promises";
import { CliProblem, EXIT } from "./problem.ts";

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown";

export async function readUserFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CliProblem(EXIT.usage, `${path} cannot be read (${codeOf(error)}).`);
  }
}

/** `undefined` for text that is not UTF-8: é and ü would be garbled. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** For its owner only: the file holds customers' messages. */
export async function writePrivate(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    throw new CliProblem(EXIT.failed, `${path} cannot be written (${codeOf(error)}).`);
  }
}
