import { nameStage } from "../../lib/domain/stage-commands.ts";
import { isLocal } from "../api-url.ts";

const BARE = /(?<!WA_URL=\S+ )npm run wa -- /g;

/** A command in a text acts where the command that prints it looked: on its stage, or on the local stack. */
export function aimCommands(text: string, { stage, url }: { stage?: string; url?: string }): string {
  if (stage !== undefined) return nameStage(text, stage);
  const local = URL.parse(url ?? "");
  return local && isLocal(local) ? text.replace(BARE, `WA_URL=${local.origin} npm run wa -- `) : text;
}
