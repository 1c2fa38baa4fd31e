import type { Referral, ReferredProduct } from "../inbound/inbound.ts";
import { agentNote, quotedText } from "./agent-note.ts";

export type Quote = { from: "customer" | "agent" | "person" | "system"; text: string };

const MAX_HEADLINE = 300;
const MAX_BODY = 1_000;
const MAX_QUOTE = 500;

/** What the customer read in the ad, to answer "more info on this". Its ids and URLs mean nothing here. */
export function adNote({ sourceType, media, headline, body, welcome }: Referral): string {
  const what = `${sourceType === "post" ? "a post" : "an ad"}${media ? ` with a${media === "image" ? "n image" : " video"}` : ""}`;
  const words = [headline && quotedText(headline, MAX_HEADLINE), body && quotedText(body, MAX_BODY)]
    .filter(Boolean)
    .join(" / ");
  const greeting = welcome ? `; ${greetingIn(welcome)}` : "";
  return agentNote(
    `the customer comes from ${what}${words ? `: ${words}` : ", whose words are not known here"}${greeting}`,
  );
}

const greetingIn = (welcome: string) =>
  `WhatsApp greeted the customer with ${quotedText(welcome, MAX_BODY)}, so do not greet again`;

/** For an agent that is not told of the ad. */
export const greetingNote = (welcome: string): string => agentNote(greetingIn(welcome));

export const productNote = ({ id }: ReferredProduct): string =>
  agentNote(`about the product ${quotedText(id)} of the catalogue`);

export const FORWARDED_NOTE = agentNote("forwarded from another chat");

const AUTHORS: Readonly<Record<Quote["from"], string>> = {
  agent: "in reply to",
  system: "in reply to",
  person: "in reply to what a colleague wrote",
  customer: "in reply to what the customer wrote before",
};

/** `quote`: the message that the customer replies to; `undefined` when it is no longer stored. */
export const quoteNote = (quote: Quote | undefined): string =>
  agentNote(
    quote
      ? `${AUTHORS[quote.from]}: ${quotedText(quote.text, MAX_QUOTE)}`
      : "in reply to an earlier message, whose words are not known here",
  );
