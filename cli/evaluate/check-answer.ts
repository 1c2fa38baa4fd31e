import { personPromise } from "../../lib/domain/handoff/person-promise.ts";
import { type Answer, wholeText } from "./answer.ts";
import type { LanguageDetector } from "./detect-language.ts";
import { isAllowed, linkedHosts } from "./link-hosts.ts";
import type { Checks, Matcher } from "./question-schema.ts";

type CheckName = "answered" | keyof Checks;
export type Checked = { check: CheckName; verdict: "passed" | "failed" | "undecided"; detail: string };
type Verdict = Omit<Checked, "check">;

const passed = (detail: string): Verdict => ({ verdict: "passed", detail });
const failed = (detail: string): Verdict => ({ verdict: "failed", detail });
const undecided = (detail: string): Verdict => ({ verdict: "undecided", detail });

/** Case and quotation marks of no importance, every space the same. */
const folded = (text: string) =>
  text
    .normalize("NFC")
    .replaceAll(/[\u2018\u2019\u02bc]/g, "'")
    .replaceAll(/[\u201c\u201d\u201e]/g, '"')
    .replaceAll(/[^\S\n]+/g, " ");
const onOneLine = (text: string) => folded(text).replaceAll(/\s+/g, " ").trim();

function matches(text: string, matcher: Matcher): boolean {
  if ("regex" in matcher)
    return new RegExp(matcher.regex, matcher.caseSensitive ? "um" : "ium").test(folded(text));
  const [inside, sought] = [onOneLine(text), onOneLine(matcher.text)];
  return matcher.caseSensitive
    ? inside.includes(sought)
    : inside.toLowerCase().includes(sought.toLowerCase());
}

const shown = (matcher: Matcher) => ("regex" in matcher ? `/${matcher.regex}/` : `"${matcher.text}"`);
const listed = (matchers: readonly Matcher[]) => matchers.map(shown).join(", ");

const UNANSWERED: Readonly<Record<Answer["ending"], string>> = {
  answered: "The answer is empty",
  "handed-off": "A person has the chat: the agent was not asked",
  ignored: "The message was ignored",
  deferred: "The answer was deferred",
  failed: "The agent gave no answer",
  unfinished: "No answer came",
};

function checkAnswered({ ending, reason, messages, askedAgain, handoff }: Answer, checks: Checks): Verdict {
  if (ending === "answered" && messages.length > 0)
    return passed(askedAgain ? "answered, after the agent had failed at first" : "answered");
  if (checks.handoff === true && handoff !== undefined && messages.length > 0)
    return passed("a person takes over");
  return failed(`${UNANSWERED[ending]}${reason ? ` (${reason})` : ""}.`);
}

const seconds = (value: number) => `${value.toFixed(1)} s`;

function checkPromise(answer: Answer): Verdict {
  const sentence = personPromise(answer.messages.map(({ text }) => text).join("\n"));
  if (sentence === undefined) return passed("promises no person");
  if (answer.handoff !== undefined) return passed(`promises a person, and one takes over: "${sentence}"`);
  return failed(`Promises a person, and nobody was told: "${sentence}"`);
}

function checkLanguage(answer: Answer, language: string, { detect }: LanguageDetector): Verdict {
  const found = detect(answer.messages.map(({ text }) => text).join("\n"), language);
  switch (found.kind) {
    case "is":
      return passed(`is in ${language}`);
    case "other":
      return failed(`Is in ${found.language}, not in ${language}.`);
    case "undecided":
      return undecided(`Too short or too mixed to tell whether it is in ${language}.`);
  }
}

function checkLinks(answer: Answer, allowed: readonly string[]): Verdict {
  const foreign = linkedHosts(answer).filter((host) => !isAllowed(host, allowed));
  return foreign.length === 0
    ? passed("links to listed hosts only")
    : failed(`Links to ${foreign.join(", ")}, not listed.`);
}

/** What is in an answer is checked only if there is one. */
export function checkAnswer(
  answer: Answer,
  checks: Checks,
  detector: LanguageDetector | undefined,
): Checked[] {
  const found: Checked[] = [{ check: "answered", ...checkAnswered(answer, checks) }];
  const add = (check: CheckName, verdict: Verdict) => void found.push({ check, ...verdict });
  const {
    handoff,
    withinSeconds,
    oneMessage,
    language,
    contains,
    excludes,
    links,
    personPromise: promise,
  } = checks;
  if (handoff !== undefined) {
    const has = answer.handoff !== undefined;
    const what = has ? `a person has the chat (${answer.handoff})` : "no person has the chat";
    add("handoff", has === handoff ? passed(what) : failed(`${what[0]?.toUpperCase()}${what.slice(1)}.`));
  }
  if (answer.messages.length === 0 || found[0]?.verdict === "failed") return found;
  if (withinSeconds !== undefined && answer.seconds !== undefined)
    add(
      "withinSeconds",
      answer.seconds <= withinSeconds
        ? passed(seconds(answer.seconds))
        : failed(`Took ${seconds(answer.seconds)}, more than ${withinSeconds} s.`),
    );
  if (oneMessage) {
    const { length } = answer.messages;
    add("oneMessage", length === 1 ? passed("one message") : failed(`Came as ${length} messages.`));
  }
  const text = wholeText(answer);
  const missing = contains?.filter((each) => !matches(text, each)) ?? [];
  if (contains)
    add("contains", missing.length ? failed(`Lacks ${listed(missing)}.`) : passed(listed(contains)));
  const present = excludes?.filter((each) => matches(text, each)) ?? [];
  if (excludes)
    add("excludes", present.length ? failed(`Contains ${listed(present)}.`) : passed(listed(excludes)));
  // The system's own line is no answer of the agent.
  if (answer.ending !== "answered") return found;
  if (language !== undefined && detector) add("language", checkLanguage(answer, language, detector));
  if (links) add("links", checkLinks(answer, links));
  if (promise !== "allow") add("personPromise", checkPromise(answer));
  return found;
}
