import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isRecord } from "../lib/domain/is-record.ts";

/** https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** What the second stack is told of the first. */
type Holder = { pid: number; url?: string };

export type StateLock = {
  /** Notes where this stack answers. */
  answersAt(url: string): void;
  release(): void;
};

/**
 * Keeps a second stack out of `folder`; throws for that one. The operating system ends the lock with the
 * process: a crash leaves none behind.
 */
export function lockState(folder: string): StateLock {
  const holderFile = join(folder, "in-use-by.json");
  const note = (holder: Holder) => writeFileSync(holderFile, JSON.stringify(holder), { mode: 0o600 });
  const database = new DatabaseSync(join(folder, "lock.db"), { timeout: 0 });
  try {
    database.exec("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isRecord(error) && error.errcode === SQLITE_BUSY) throw new Error(inUse(folder, holderFile));
    throw error;
  }
  note({ pid: process.pid });
  return {
    answersAt: (url) => note({ pid: process.pid, url }),
    release() {
      rmSync(holderFile, { force: true });
      database.close();
    },
  };
}

function inUse(folder: string, holderFile: string): string {
  const where = whereIs(holderFile);
  return `The folder ${folder} is in use by another local stack${where}: stop that one, or set WA_STATE_DIR to another folder.`;
}

/** Nothing when the other one has just begun or ended. */
function whereIs(holderFile: string): string {
  try {
    const holder: unknown = JSON.parse(readFileSync(holderFile, "utf8"));
    if (!isRecord(holder)) return "";
    const { pid, url } = holder;
    return ` (process ${pid}${url === undefined ? "" : `, ${url}`})`;
  } catch {
    return "";
  }
}
