/** These look at no stage. */
const ELSEWHERE = "frames|sign|replay|chat|help";
const COMMAND = new RegExp(
  `npm run wa -- (?:leads [a-z]+|(?!(?:${ELSEWHERE})\\b)[a-z][a-z-]*)(?![^\`.;,\\n]*--(?:stage|url))`,
  "g",
);

/** Commands in a text look at this stage, unless they name one. */
export const nameStage = (text: string, stage: string): string =>
  text.replace(COMMAND, `$& --stage ${stage}`);
