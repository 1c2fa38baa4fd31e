import { AGENT_WORDS } from "../../language/agent-words.at-build.ts";

/** Agents answer in the customer's language: some more than ours. */
const CHOOSE_IN_OTHERS =
  "scegli(?:ere)?|scelga|seleziona(?:re)?|qual[ei]|preferisc\\p{L}*|kies|kiezen|welke|seç\\p{L}*|hangi\\p{L}*|выбер\\p{L}*|какой|какая|какую|какие|wybierz|któr\\p{L}*|^(?:vuoi|vuole)(?=[^?]*$)";

const phrasePattern = (alternatives: string) =>
  new RegExp(`(?<![\\p{L}\\p{M}])(?:${alternatives})(?![\\p{L}\\p{M}])|选|選|哪|どれ|どちら`, "iu");

const CHOOSES = phrasePattern(`${AGENT_WORDS.choose}|${CHOOSE_IN_OTHERS}`);
const [WANTS, TELLS] = [phrasePattern(AGENT_WORDS.want), phrasePattern(AGENT_WORDS.tell)];

export const asksToChoose = (line: string) => CHOOSES.test(line);
export const asksForPreference = (line: string) => WANTS.test(line);
/** The list below such a line names data and offers no choice. */
export const asksForData = (line: string) => TELLS.test(line);
