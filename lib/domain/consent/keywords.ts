import type { Content } from "../inbound/inbound.ts";
import { BUILT_IN_KEYWORDS } from "./keywords/keywords.at-build.ts";
import type { Keyword } from "./keywords/language-keywords.ts";
import { phraseFinder } from "./keywords/phrase-finder.ts";

/**
 * Returns a function that detects the keyword of a message. The WHOLE message must be one word or set phrase:
 * "please stop the delivery" is for the agent. For `stop`, common sentences and a reason beside it count too:
 * see `keywords/stop`.
 * The lists leave out answers to an agent's questions: "cancel", "end", "quit", "no", "cancel my
 * subscription", "para", "alto", "sair", "person". A business adds those that always mean the same (`extra`).
 * They override the built-in keywords, except for `stop`.
 * `inVoice`: what was heard in a voice note counts too.
 */
export function keywordDetector(
  extra: Readonly<Record<Keyword, readonly string[]>>,
  { inVoice = false }: { inVoice?: boolean } = {},
): (content: Content) => Keyword | undefined {
  const find = phraseFinder(BUILT_IN_KEYWORDS, extra);
  return (content) => {
    if ("offered" in content && content.offered) return undefined;
    switch (content.kind) {
      case "text":
        return find(content.text);
      case "button":
        return find(content.text) ?? find(content.payload ?? "");
      case "choice":
        return find(content.title);
      case "media":
        return inVoice && content.media === "voice" && content.understood?.kind === "understood"
          ? find(content.understood.text)
          : undefined;
      default:
        return undefined;
    }
  };
}
