import type { Notes } from "../../lib/adapters/files/notes.ts";
import { LOCAL_STACK_NOTE } from "../../lib/config/deployment/local-stack.ts";
import { isRecord } from "../../lib/domain/is-record.ts";

/** Tells the CLI where this stack listens. Returns how to take the note away again. */
export async function leaveNote(notes: Notes, url: string, pid: number): Promise<() => Promise<void>> {
  await notes.write(LOCAL_STACK_NOTE, { url, pid });
  return async () => {
    const note = await notes.read(LOCAL_STACK_NOTE);
    // A stack that started later has its own.
    if (isRecord(note) && note.pid === pid) await notes.remove(LOCAL_STACK_NOTE);
  };
}
