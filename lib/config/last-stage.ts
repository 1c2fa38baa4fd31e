import * as z from "zod/mini";
import { isStageName } from "./stage.ts";

/** The note with the stage that setup or a deploy used last on this machine. */
export const STAGE_NOTE = "stage";

const note = z.object({
  stage: z.string().check(z.refine(isStageName)),
  region: z.optional(z.string().check(z.regex(/^[a-z0-9-]{1,30}$/))),
});

export type LastStage = z.output<typeof note>;

/** `undefined` for what is no such note. */
export const lastStageIn = (read: unknown): LastStage | undefined => z.safeParse(note, read).data;
