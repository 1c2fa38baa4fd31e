import type { Content } from "../../inbound/inbound.ts";
import type { Part, Turn } from "../../turn/turn.ts";
import type { Keyword } from "./language-keywords.ts";
import { normalised } from "./normalised.ts";

/** The ids of buttons and rows that we send with a reply (`option-1`): a tap on one can only come from a message of ours. */
const OWN_TAP = /^option-\d{1,2}$/;
/** A question that is older is not what a typed word answers. */
const MAX_AGE_MS = 24 * 3_600_000;
/** Providers tell whole seconds, and clocks differ. */
const CLOCK_SLACK_MS = 5_000;
/** Stays an opt-out unless exactly this was offered. */
const UNIVERSAL = "stop";

const wordsOf = (phrases: string) => new Set(phrases.split("|").map(normalised));

/** A request or a question with one of these is about messages themselves. */
const OF_MESSAGES = wordsOf(
  "message|messages|text me|texts|texting|newsletter|newsletters|notification|notifications|promotions|marketing|unsubscribe|sms|mensaje|mensajes|notificaciones|promociones|publicidad|mensagem|mensagens|promoções|notificações|propaganda|publicité|pub|nachricht|nachrichten|benachrichtigungen|werbung|رسائل|الرسائل|رسالة|إشعارات|الإشعارات|إعلانات|मैसेज|संदेश|विज्ञापन|msg|msgs|pesan|notifikasi|promosi|iklan",
);
/** … and with one of these about talking to somebody. */
const OF_TALKING = wordsOf(
  "talk|speak|chat with|connect|hablar|chatear|comunicarme|falar|conversar|parler|discuter|contacter|sprechen|reden|verbinden|التحدث|أتحدث|اتحدث|تحدث|أتكلم|التواصل|बात|baat|bicara|berbicara|ngobrol|hubungkan",
);

function holds(text: string, phrases: ReadonlySet<string>): boolean {
  const words = normalised(text).split(" ");
  return words.some((word, at) => phrases.has(word) || phrases.has(`${word} ${words[at + 1]}`));
}

/** What can only be meant as the keyword: "Stop all messages", "Talk to a person". Also as the question in which the word is offered. */
const isPlain = (text: string, word: Keyword) =>
  (word === "stop" && holds(text, OF_MESSAGES)) || (word === "human" && holds(text, OF_TALKING));

const ITEM = /^\s*(?:[-*•–]|\d{1,2}[.)]|[a-h]\))\s+(\S.*)$/;
const MARKERS = /[*_~`"“”«»„]/g;
const DESCRIBED = /^(.+?)\s*(?::|\s[-–—]\s|\s\()(.+)$/;
const ASKS = /[?？؟]/;
const QUESTION = /[^.!?？؟\n]*[?？؟]/g;
const OR = /\s(?:or|o|u|ou|oder|bzw|أو|او|أم|ام|या|ya|atau)\s/iu;
/** Between the options that a question names. */
const BETWEEN = /\s*[,،、;:/]\s*|\s+(?:or|o|u|ou|oder|bzw|أو|او|أم|ام|या|ya|atau)\s+/iu;
const LABELLED = /(?:^|\s)(?:[*_"“«'`]+\s*)?(\p{Lu}\S*)$/u;

/** Tells what to write, which offers nothing: "You can write: STOP". */
const INSTRUCTS =
  /(?<!\p{L})(?:write|reply|respond|text|type|send|escrib|env[ií]|escrev|répond|écri|envoy|schreib|antwort|balas|ketik|kirim)|اكتب|أرسل|लिख|भेज/iu;

function instructs(line: string): boolean {
  const last =
    line
      .trim()
      .split(/[.!?？؟]\s+/)
      .at(-1) ?? "";
  return INSTRUCTS.test(last) && !ASKS.test(last);
}

/** The items of the lists in a text, each with the line above its list. */
function* listed(lines: readonly string[]): Generator<{ item: string; above: string }> {
  let above = "";
  for (const line of lines) {
    const item = ITEM.exec(line)?.[1];
    if (item !== undefined) yield { item: item.replace(MARKERS, "").trim(), above };
    else if (line.trim() !== "") above = line;
  }
}

function inList(text: string, said: string, word: Keyword): boolean {
  const lines = text.split("\n");
  const questions = lines.filter((line) => !ITEM.test(line)).flatMap((line) => line.match(QUESTION) ?? []);
  if (questions.some((question) => isPlain(question, word))) return false;
  for (const { item, above } of listed(lines)) {
    const asks = questions.length > 0 || (said !== UNIVERSAL && above.trimEnd().endsWith(":"));
    if (!asks || isPlain(above, word) || instructs(above)) continue;
    if (normalised(item) === said) return true;
    const [, label = "", description = ""] = DESCRIBED.exec(item) ?? [];
    if (said !== UNIVERSAL && normalised(label) === said && !isPlain(description, word)) return true;
  }
  return false;
}

/** "Elija la prioridad: alta, media o baja." */
const ENUMERATED = /[^.!?？؟\n]*:[^.!?？؟\n]*/g;

function inEnumeration(text: string, said: string, word: Keyword): boolean {
  if (said === UNIVERSAL) return false;
  return (text.match(ENUMERATED) ?? []).some(
    (sentence) => !INSTRUCTS.test(sentence) && !ITEM.test(sentence) && OR.test(sentence) && inQuestion(sentence, said, word),
  );
}

const ARTICLES = /^(?:an?|the|un|una|el|la|um|uma|o|une|le|l|der|die|das|ein|eine|einen|einem|ال)\s/;

function inQuestion(question: string, said: string, word: Keyword): boolean {
  if (isPlain(question, word)) return false;
  const options = question.split(BETWEEN);
  if (options.length < 2) return false;
  return options.some((option, at) => {
    const plain = normalised(option);
    if (plain === said) return true;
    // "Is it Stop or Start?": the first option has the question before it.
    if (said === UNIVERSAL) return at === 0 && normalised(LABELLED.exec(option.replace(MARKERS, "").trim())?.[1] ?? "") === said;
    if (plain.replace(ARTICLES, "") === said) return true;
    return (at === 0 && plain.endsWith(` ${said}`)) || (at === options.length - 1 && plain.startsWith(`${said} `));
  });
}

function offers({ text, options = [], template }: Part, said: string, word: Keyword): boolean {
  if (template && said === UNIVERSAL) return false;
  const shown = template?.preview ?? text;
  return (
    options.some((option) => normalised(option) === said) ||
    inList(shown, said, word) ||
    (shown.match(QUESTION) ?? []).some((question) => inQuestion(question, said, word)) ||
    inEnumeration(shown, said, word)
  );
}

/** What the customer has seen of our latest message, as far as an answer can belong to it. */
function seen(turn: Turn | undefined, { sentAt, quoted }: { sentAt: number; quoted?: string }): readonly Part[] {
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
 * Whether a message that is a keyword answers our own latest message instead, because that offered the word: as a button, a row, an item of a list,
 * or an option that its question names ("¿Prioridad alta, media o baja?"). "Write STOP to unsubscribe" offers nothing.
 * A template's button is never such an answer: the business has put it there for what it says.
 */
export function isOffered(
  { content, ...message }: { content: Offerable; sentAt: number; quoted?: string },
  word: Keyword,
  turn: Turn | undefined,
): boolean {
  const [said, id] =
    content.kind === "text"
      ? [content.text, ""]
      : content.kind === "choice"
        ? [content.title, content.id]
        : [content.text, content.payload ?? ""];
  // A word alone says no more than the option that it repeats: "Unsubscribe" beside "Change my address".
  if (normalised(said).includes(" ") && isPlain(said, word)) return false;
  if (OWN_TAP.test(id)) return true;
  return content.kind !== "button" && seen(turn, message).some((part) => offers(part, normalised(said), word));
}
