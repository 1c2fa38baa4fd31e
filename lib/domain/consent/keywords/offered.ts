import type { Content } from "../../inbound/inbound.ts";
import { AGENT_WORDS } from "../../language/agent-words.at-build.ts";
import { DAY_MS, SECOND_MS } from "../../time.ts";
import type { Part, Turn } from "../../turn/turn.ts";
import type { Keyword } from "./language-keywords.ts";
import { normalised } from "./normalised.ts";

/** We send buttons and rows with these ids: a tap on one answers our message. */
const OWN_OPTION_ID = /^option-\d{1,2}$/;
/** A typed word does not answer an older question. */
const MAX_AGE_MS = DAY_MS;
/** Providers report whole seconds, and clocks differ. */
const CLOCK_SLACK_MS = 5 * SECOND_MS;
/** Stays an opt-out unless exactly this word was offered. */
const UNIVERSAL = "stop";

const wordsOf = (phrases: string) => new Set(phrases.split("|").map(normalised));

/** The text is about messages themselves. */
const ABOUT_MESSAGES = wordsOf(AGENT_WORDS.aboutMessages);
/** The text is about talking to somebody. */
const ABOUT_TALKING = wordsOf(AGENT_WORDS.aboutTalking);

function containsAny(text: string, phrases: ReadonlySet<string>): boolean {
  const words = normalised(text).split(" ");
  return words.some((word, at) => phrases.has(word) || phrases.has(`${word} ${words[at + 1]}`));
}

/** "Stop all messages" can only mean the keyword. Also for the question that offers it. */
const isUnambiguous = (text: string, keyword: Keyword) =>
  (keyword === "stop" && containsAny(text, ABOUT_MESSAGES)) ||
  (keyword === "human" && containsAny(text, ABOUT_TALKING));

const ITEM = /^\s*(?:[-*•–]|\d{1,2}[.)]|[a-h]\))\s+(\S.*)$/;
const MARKERS = /[*_~`"“”«»„]/g;
const DESCRIBED = /^(.+?)\s*(?::|\s[-–—]\s|\s\()(.+)$/;
const ASKS = /[?？؟]/;
const QUESTION = /[^.!?？؟\n]*[?？؟]/g;
const OR = new RegExp(`\\s(?:${AGENT_WORDS.or})\\s`, "iu");
const BETWEEN = new RegExp(`\\s*[,،、;:/]\\s*|\\s+(?:${AGENT_WORDS.or})\\s+`, "iu");
const LABELLED = /(?:^|\s)(?:[*_"“«'`]+\s*)?(\p{Lu}\S*)$/u;

/** Instructions offer nothing: "You can write: STOP". */
const INSTRUCTS = new RegExp(AGENT_WORDS.instruct, "iu");

function instructs(line: string): boolean {
  const last =
    line
      .trim()
      .split(/[.!?？؟]\s+/)
      .at(-1) ?? "";
  return INSTRUCTS.test(last) && !ASKS.test(last);
}

/** Each with the line above its list. */
function* listItems(lines: readonly string[]): Generator<{ item: string; above: string }> {
  let above = "";
  for (const line of lines) {
    const item = ITEM.exec(line)?.[1];
    if (item !== undefined) yield { item: item.replace(MARKERS, "").trim(), above };
    else if (line.trim() !== "") above = line;
  }
}

function isListItem(text: string, answer: string, keyword: Keyword): boolean {
  const lines = text.split("\n");
  const questions = lines.filter((line) => !ITEM.test(line)).flatMap((line) => line.match(QUESTION) ?? []);
  if (questions.some((question) => isUnambiguous(question, keyword))) return false;
  for (const { item, above } of listItems(lines)) {
    const asks = questions.length > 0 || (answer !== UNIVERSAL && above.trimEnd().endsWith(":"));
    if (!asks || isUnambiguous(above, keyword) || instructs(above)) continue;
    if (normalised(item) === answer) return true;
    const [, label = "", description = ""] = DESCRIBED.exec(item) ?? [];
    if (answer !== UNIVERSAL && normalised(label) === answer && !isUnambiguous(description, keyword))
      return true;
  }
  return false;
}

/** "Elija la prioridad: alta, media o baja." */
const ENUMERATED = /[^.!?？؟\n]*:[^.!?？؟\n]*/g;

function isEnumerated(text: string, answer: string, keyword: Keyword): boolean {
  if (answer === UNIVERSAL) return false;
  return (text.match(ENUMERATED) ?? []).some(
    (sentence) =>
      !INSTRUCTS.test(sentence) &&
      !ITEM.test(sentence) &&
      OR.test(sentence) &&
      isInQuestion(sentence, answer, keyword),
  );
}

const ARTICLES = new RegExp(`^(?:${AGENT_WORDS.articles})\\s`);

function isInQuestion(question: string, answer: string, keyword: Keyword): boolean {
  if (isUnambiguous(question, keyword)) return false;
  const options = question.split(BETWEEN);
  if (options.length < 2) return false;
  return options.some((option, at) => {
    const normalisedOption = normalised(option);
    if (normalisedOption === answer) return true;
    // "Is it Stop or Start?": the first option still has the question before it.
    if (answer === UNIVERSAL)
      return at === 0 && normalised(LABELLED.exec(option.replace(MARKERS, "").trim())?.[1] ?? "") === answer;
    if (normalisedOption.replace(ARTICLES, "") === answer) return true;
    return (
      (at === 0 && normalisedOption.endsWith(` ${answer}`)) ||
      (at === options.length - 1 && normalisedOption.startsWith(`${answer} `))
    );
  });
}

function offers({ text, options = [], template }: Part, answer: string, keyword: Keyword): boolean {
  if (template && answer === UNIVERSAL) return false;
  const shown = template?.preview ?? text;
  return (
    options.some((option) => normalised(option) === answer) ||
    isListItem(shown, answer, keyword) ||
    (shown.match(QUESTION) ?? []).some((question) => isInQuestion(question, answer, keyword)) ||
    isEnumerated(shown, answer, keyword)
  );
}

function answerableParts(
  turn: Turn | undefined,
  { sentAt, quoted }: { sentAt: number; quoted?: string },
): readonly Part[] {
  if (!turn || turn.by === "system") return [];
  const parts = turn.parts.filter(
    ({ state, sendingAt }) =>
      sendingAt !== undefined &&
      (state === "accepted" || state === "sending") &&
      sendingAt <= sentAt + CLOCK_SLACK_MS &&
      sendingAt >= sentAt - MAX_AGE_MS,
  );
  const answersAnother = quoted !== undefined && !parts.some(({ id }) => id === undefined || id === quoted);
  return answersAnother ? [] : parts;
}

type Offerable = Content & { kind: "text" | "choice" | "button" };
export const canBeOffered = (content: Content): content is Offerable =>
  content.kind === "text" || content.kind === "choice" || content.kind === "button";

/**
 * Whether a keyword answers our latest message, which offered the word as a button, row, list item or option
 * in a question ("¿Prioridad alta, media o baja?"). "Write STOP to unsubscribe" offers nothing, and a
 * template's button means what the business wrote on it.
 */
export function isOffered(
  { content, ...message }: { content: Offerable; sentAt: number; quoted?: string },
  keyword: Keyword,
  turn: Turn | undefined,
): boolean {
  const [answer, id] =
    content.kind === "text"
      ? [content.text, ""]
      : content.kind === "choice"
        ? [content.title, content.id]
        : [content.text, content.payload ?? ""];
  // A single word may repeat an option: "Unsubscribe" beside "Change my address".
  if (normalised(answer).includes(" ") && isUnambiguous(answer, keyword)) return false;
  if (OWN_OPTION_ID.test(id)) return true;
  return (
    content.kind !== "button" &&
    answerableParts(turn, message).some((part) => offers(part, normalised(answer), keyword))
  );
}
