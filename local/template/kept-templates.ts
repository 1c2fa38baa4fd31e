import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { foundBy, type Read } from "../../lib/config/settings/recorded-reads.ts";
import type { SynthesizedStack } from "./synthesized.ts";

const MAX_KEPT = 50;
const READS = ".reads.json";

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

const readJson = (path: string) =>
  readFile(path, "utf8")
    .then(JSON.parse, () => undefined)
    .catch(() => undefined);

/** A reader never sees half a file. */
async function write(folder: string, name: string, value: unknown): Promise<void> {
  const path = join(folder, name);
  // Another process may be writing the same one.
  const unfinished = `${path}.${process.pid}.${Date.now()}`;
  await writeFile(unfinished, JSON.stringify(value));
  await rename(unfinished, path);
}

async function removeOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MAX_KEPT) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = aged.toSorted((one, other) => other.at - one.at).slice(MAX_KEPT);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

/**
 * Templates in a folder, made from sources with this digest. Most settings decide nothing of a template: it
 * serves all settings in which its making would have found the same. Beside the templates lie lists of what
 * their makings read of the settings, by the lists' digest.
 */
export const keptTemplates = (folder: string, sources: string) => ({
  /** `undefined` where there is none, or where it cannot be read. */
  async find(settings: object): Promise<SynthesizedStack | undefined> {
    const names = new Set(await readdir(folder).catch(() => []));
    for (const name of names) {
      if (!name.startsWith(sources) || !name.endsWith(READS)) continue;
      const reads: readonly Read[] | undefined = await readJson(join(folder, name));
      const template = reads && `${name.slice(0, -READS.length)}-${digestOf(foundBy(reads, settings))}.json`;
      const stack = template && names.has(template) && (await readJson(join(folder, template)));
      if (stack) return stack;
    }
    return undefined;
  },

  async add(settings: object, reads: readonly Read[], stack: SynthesizedStack): Promise<void> {
    const start = `${sources}-${digestOf(JSON.stringify(reads))}`;
    await mkdir(folder, { recursive: true });
    await write(folder, `${start}-${digestOf(foundBy(reads, settings))}.json`, stack);
    await write(folder, `${start}${READS}`, reads);
    await removeOldest(folder);
  },
});
