import * as z from "zod/mini";
import { isStageName } from "../../config/deployment/stage.ts";
import type { Notes } from "./notes.ts";

const NOTE = "stage";

const lastStage = z.object({
  stage: z.string().check(z.refine(isStageName)),
  region: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,30}$/))),
});

/** The stage that setup or a deploy used last on this machine. */
type LastStage = z.output<typeof lastStage>;

export const readLastStage = async (notes: Pick<Notes, "read">): Promise<LastStage | undefined> =>
  z.safeParse(lastStage, await notes.read(NOTE)).data;

export const rememberStage = (
  notes: Pick<Notes, "write">,
  stage: string,
  region: string | undefined,
): Promise<void> => notes.write(NOTE, { stage, ...(region && { region }) } satisfies LastStage);
