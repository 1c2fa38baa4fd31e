import { isDeepStrictEqual } from "node:util";
import type { Ended } from "./processes.ts";

/** Throws with what was expected and what was found. */
export function expectThat(what: string, holds: boolean, found: unknown = holds): void {
  if (!holds)
    throw new Error(
      `expected that ${what}; found: ${typeof found === "string" ? found : JSON.stringify(found)}`,
    );
}

export function expectEqual(what: string, found: unknown, expected: unknown): void {
  expectThat(`${what} is ${JSON.stringify(expected)}`, isDeepStrictEqual(found, expected), found);
}

/** The end of a command's output, for a failure. */
const shown = ({ code, text }: Ended) => `exit code ${code}\n${text.split("\n").slice(-40).join("\n")}`;

export function expectEnd(what: string, ended: Ended, code: number, ...says: (RegExp | string)[]): void {
  expectThat(`${what} ends with ${code}`, ended.code === code, shown(ended));
  for (const each of says) expectThat(`${what} says ${each}`, ended.text.search(each) >= 0, shown(ended));
}
