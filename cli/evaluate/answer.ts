import type { Line } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";

export type ShownMessage = {
  /** As WhatsApp shows it. */
  lines: readonly Line[];
  /** Without WhatsApp's markup, and without the system's line that an AI answers. */
  text: string;
  options: readonly string[];
  /** A picture or document of the business. */
  file?: string;
};

/** `unfinished`: interrupted, or nothing came in time. */
type Ending = "answered" | "handed-off" | "ignored" | "deferred" | "failed" | "unfinished";

/** What became of one question. */
export type Answer = {
  ending: Ending;
  reason?: string;
  messages: readonly ShownMessage[];
  /** From the question to the first message. */
  seconds?: number;
  /** A person has the chat now: why. */
  handoff?: string;
  /** The agent failed at first. */
  askedAgain: boolean;
};

const lineText = ({ spans }: Line) => spans.map(({ text }) => text).join("");

export const plainText = (lines: readonly Line[]): string => lines.map(lineText).join("\n");

/** All that the customer can read. */
export const wholeText = ({ messages }: Answer): string =>
  messages.flatMap(({ text, options }) => [text, ...options]).join("\n");
