import * as z from "zod/mini";
import type { Notes } from "../../lib/adapters/files/notes.ts";
import { LOCAL_PORT, LOCAL_STACK_NOTE } from "../../lib/config/deployment/local-stack.ts";
import { isLocal } from "../api-url.ts";

/** On this machine: what does not answer by then is no running stack. */
const TIMEOUT_MS = 1_000;

const note = z.object({ url: z.string() });
const deployment = z.object({ outputs: z.object({ ApiUrl: z.string() }) });

const noted = (read: unknown): readonly string[] => {
  const url = URL.parse(z.safeParse(note, read).data?.url ?? "");
  return url && isLocal(url) ? [url.origin] : [];
};

/**
 * Returns the URL of a local stack that answers: the one that left a note (the note may be out of date), else
 * one on the usual port.
 */
export async function findLocalStack(world: {
  fetch: typeof fetch;
  notes: Notes;
}): Promise<string | undefined> {
  const urls = new Set([
    ...noted(await world.notes.read(LOCAL_STACK_NOTE)),
    `http://localhost:${LOCAL_PORT}`,
  ]);
  const answers = await Promise.all(
    [...urls].map(async (url) => ((await isLocalStack(world.fetch, url)) ? url : undefined)),
  );
  return answers.find((url) => url !== undefined);
}

async function isLocalStack(ask: typeof fetch, url: string): Promise<boolean> {
  try {
    const response = await ask(`${url}/local/deployment`, {
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok && z.safeParse(deployment, await response.json()).success;
  } catch {
    return false;
  }
}
