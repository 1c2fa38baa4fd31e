import type { Io } from "../../../cli/io.ts";
import { run } from "../../../cli/run.ts";
import type { Notes } from "../../../lib/adapters/files/notes.ts";

/** They last as long as the object. */
export function memoryNotes(notes: Record<string, unknown> = {}): Notes & { notes: Record<string, unknown> } {
  return {
    notes,
    read: async (name) => notes[name],
    write: async (name, note) => {
      notes[name] = JSON.parse(JSON.stringify(note));
    },
    remove: async (name) => {
      delete notes[name];
    },
  };
}

export type Run = { code: number; out: string; err: string };

/** As a pipe would see it. Waiting takes no time. */
export function anIo(change: Partial<Io> = {}): Io {
  let [now, ids] = [Date.now(), 0];
  return {
    env: {},
    out: () => undefined,
    err: () => undefined,
    stdin: async () => Buffer.alloc(0),
    ask: undefined,
    askHidden: undefined,
    runCommand: async () => 0,
    colour: false,
    live: false,
    width: 100,
    aim: (text) => text,
    clock: { now: () => now },
    sleep: async (duration) => {
      now += duration;
      await new Promise((resolve) => setImmediate(resolve));
    },
    newId: () => `id-${++ids}`,
    fetch,
    credentials: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" }),
    stackOutputs: async () => undefined,
    stages: async () => ["dev"],
    hasAwsSettings: () => true,
    findLocalStack: async () => undefined,
    startLocalStack: async () => Promise.reject(new Error("started a stack")),
    notes: memoryNotes(),
    stackState: async () => undefined,
    leftBehind: async () => [],
    changeStack: async () => Promise.reject(new Error("changed a stack")),
    onExit: () => undefined,
    onInterrupt: () => new AbortController().signal,
    ...change,
  };
}

/** In this process. */
export async function runCli(argv: readonly string[], change: Partial<Io> = {}): Promise<Run> {
  let [out, err] = ["", ""];
  const io = anIo({
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...change,
  });
  const code = await run(argv, io, "1.2.3");
  return { code, out, err };
}
