import { isLocal } from "../api-url.ts";

/** These look at no stage. */
const ELSEWHERE = "frames|sign|replay|chat|help";
const COMMAND = new RegExp(
  `npm run wa -- (?:leads [a-z]+|(?!(?:${ELSEWHERE})\\b)[a-z][a-z-]*)(?![^\`.;,\\n]*--(?:stage|url))`,
  "g",
);
const BARE = /(?<!WA_URL=\S+ )npm run wa -- /g;

/** A command in a text acts where the command that prints it looked: on its stage, or on the local stack. */
export function aimCommands(text: string, { stage, url }: { stage?: string; url?: string }): string {
  if (stage !== undefined) return text.replace(COMMAND, `$& --stage ${stage}`);
  const local = URL.parse(url ?? "");
  return local && isLocal(local) ? text.replace(BARE, `WA_URL=${local.origin} npm run wa -- `) : text;
}
