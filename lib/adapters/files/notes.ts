import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What commands remember on this machine, each note a small JSON file. Not essential: nothing here throws. */
export type Notes = {
  /** `undefined` if there is none, or if it is damaged. */
  read(name: string): Promise<unknown>;
  /** The whole note or nothing. Of two writers the later one counts. */
  write(name: string, note: unknown): Promise<void>;
  remove(name: string): Promise<void>;
};

/** In the project, and ignored by Git. */
export const NOTES_FOLDER = fileURLToPath(new URL("../../../.wa", import.meta.url));

export function fileNotes(folder: string): Notes {
  const pathOf = (name: string) => join(folder, `${name}.json`);
  return {
    async read(name) {
      try {
        return JSON.parse(await readFile(pathOf(name), "utf8"));
      } catch {
        return undefined;
      }
    },
    async write(name, note) {
      const fresh = `${pathOf(name)}.${randomUUID()}`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(fresh, `${JSON.stringify(note, undefined, 2)}\n`, { mode: 0o600 });
        await rename(fresh, pathOf(name));
      } catch {
        await rm(fresh, { force: true }).catch(() => undefined);
      }
    },
    remove: (name) => rm(pathOf(name), { force: true }).catch(() => undefined),
  };
}
