import { normalised } from "../normalised.ts";
import { type CompiledSentences, phrasesIn, sentenceFinder } from "./sentence.ts";

/** Longer texts are about something else. */
const MAX_REASON_WORDS = 8;
const MIN_SPELLED_LETTERS = 4;

const SEPARATORS = /[.,;:!?…\n()–—؟،।]+|\s-+\s?|-{2,}/u;
const DASH = /^(.+?)(?:\s-+\s?|\s?[–—]\s?|\s?-{2,}\s?)(.+)$/su;
const QUESTION = /[?？؟]/u;
const GREETINGS = "hi|hey|hello|ok|okay|sorry|hola|oi|olá|bonjour|hallo|halo|hai|مرحبا|नमस्ते";
/** What a customer may want of the business: "STOP - my order is wrong". */
const BUSINESS =
  "wait|moment|order|orders|delivery|delivering|deliver|shipment|shipping|ship|payment|pay|booking|reservation|appointment|refund|invoice|pedido|pedidos|envío|entrega|pago|reserva|cita|fatura|factura|commande|livraison|paiement|rendez-vous|bestellung|lieferung|zahlung|termin|rechnung|pesanan|pengiriman|pembayaran|طلب|طلبي|الطلب|ऑर्डर|डिलीवरी";

/** Used for a message with a keyword only. */
const phraseSet = (phrases: string): ReadonlySet<string> =>
  new Set(phrases.split("|").map(normalised).filter(Boolean));

const withoutRepeats = (words: readonly string[]) => words.filter((word, at) => word !== words[at - 1]);
const STRETCHED = /(\p{L})\1{2,}/gu;

/**
 * Recognises requests outside the lists: repeated, spelled or stretched ("S.T.O.P", "stoooop"), a common
 * sentence ("please stop texting me"), or with a reason ("STOP - wrong number"). `isStop` knows the lists, by
 * normalised text.
 */
export function stopFinder(
  compiled: CompiledSentences,
  isStop: (whole: string) => boolean,
): (text: string, whole: string) => boolean {
  const isAnySentence = sentenceFinder(compiled);

  /** "at the end": the text ends with the phrase. */
  const containsPhrase = (whole: string, phrases: ReadonlySet<string>, where?: "at the end") =>
    phrasesIn(whole.split(" ")).some((spans, from, { length }) =>
      spans.some((phrase, index) => phrases.has(phrase) && (!where || from + index + 1 === length)),
    );

  const isBrief = (whole: string) => whole.split(" ").length <= MAX_REASON_WORDS;
  const isReason = (whole: string, where?: "at the end") =>
    isBrief(whole) && compiled.reasons.some((reasons) => containsPhrase(whole, phraseSet(reasons), where));

  function isRequest(whole: string): boolean {
    const words = whole.split(" ");
    const spelled = words.length >= MIN_SPELLED_LETTERS && words.every((word) => /^[a-z]$/.test(word));
    if (spelled) return isStop(words.join(""));
    const once = withoutRepeats(words);
    const text = once.join(" ").replace(STRETCHED, "$1");
    return (text !== whole && isStop(text)) || isAnySentence(once);
  }

  /** Every part asks or gives a reason, and at least one asks. */
  function isRequestInParts(text: string): boolean {
    const parts = text.split(SEPARATORS).map(normalised).filter(Boolean);
    if (parts.length < 2) return false;
    const requests = parts.filter((part) => isStop(part) || isRequest(part));
    return (
      requests.length > 0 &&
      parts.every((part) => requests.includes(part) || isReason(part) || phraseSet(GREETINGS).has(part))
    );
  }

  function isRequestBeforeDash(text: string): boolean {
    const [, head = "", tail = ""] = DASH.exec(text) ?? [];
    const reason = normalised(tail);
    return (
      reason !== "" &&
      isStop(normalised(head)) &&
      !QUESTION.test(tail) &&
      isBrief(reason) &&
      !containsPhrase(reason, phraseSet(BUSINESS))
    );
  }

  /** "stop wrong number", without punctuation between. */
  function isRequestWithReason(whole: string): boolean {
    const [first = "", ...rest] = whole.split(" ");
    return rest.length > 0 && isStop(first) && isReason(rest.join(" "), "at the end");
  }

  return (text, whole) =>
    isRequest(whole) || isRequestInParts(text) || isRequestBeforeDash(text) || isRequestWithReason(whole);
}
