import { singleLine } from "../single-line.ts";

/**
 * U+27E6 ⟦ and U+27E7 ⟧ enclose the system's notes to the agent. In other texts they are replaced, so that
 * nobody can forge a note; so are U+301A 〚 and U+301B 〛, which look the same.
 */
const OPENING = /[\u27e6\u301a]/g;
const CLOSING = /[\u27e7\u301b]/g;

/** For a text of a customer, of staff or of the agent. */
export const withoutNoteMarks = (text: string): string =>
  text.replaceAll(OPENING, "[").replaceAll(CLOSING, "]");

/** Texts of others in it must go through `quotedText`. */
export const agentNote = (text: string): string => `\u27e6${text}\u27e7`;

/** Notes that the agent has imitated are never for the customer. Linear in time. */
export const withoutNotes = (answer: string): string =>
  answer
    .replaceAll(/^\u27e6[^\u27e6\u27e7]*\u27e7[ \t]*\n*/gm, "")
    .replaceAll(/\u27e6[^\u27e6\u27e7]*\u27e7[ \t]*/g, "");

const inQuotationMarks = (text: string) =>
  `"${withoutNoteMarks(text).replaceAll(/["\u201c-\u201f\u2033\u2036\uff02]/g, "'")}"`;

/** One line of limited length, in quotation marks that the text cannot end. */
export const quotedText = (text: string, maxLength = 200): string =>
  inQuotationMarks(singleLine(text, maxLength));

/** With its line breaks. */
export const quotedLines = (text: string, maxLength: number): string =>
  inQuotationMarks(
    text
      .split(/\r\n|[\n\r\u2028\u2029]/)
      .map((line) => singleLine(line, maxLength))
      .join("\n")
      .slice(0, maxLength)
      .toWellFormed(),
  );
