import { type LastStage, STAGE_NOTE } from "../../lib/config/last-stage.ts";
import type { Io } from "../io.ts";

/** From now on the default on this machine. */
export async function rememberStage({ notes, env }: Pick<Io, "notes" | "env">, stage: string): Promise<void> {
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  const last: LastStage = { stage, ...(region && { region }) };
  await notes.write(STAGE_NOTE, last);
}
