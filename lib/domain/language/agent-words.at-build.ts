import { agentWords } from "./languages.ts";

/** Of all languages. Evaluated when a function is bundled (infra/bundles/at-build.ts). */
export const AGENT_WORDS = {
  choose: agentWords("choose"),
  want: agentWords("want"),
  tell: agentWords("tell"),
  or: agentWords("or"),
  articles: agentWords("articles"),
  instruct: agentWords("instruct"),
  aboutMessages: agentWords("aboutMessages"),
  aboutTalking: agentWords("aboutTalking"),
};
