import { singleLine } from "../single-line.ts";

/**
 * U+27E6 ⟦ and U+27E7 ⟧ enclose what the system itself tells the agent. In the words of everybody else they are replaced,
 * so that nobody can write a note. U+301A 〚 and U+301B 〛 look the same and are replaced too.
 */
const OPENING = /[\u27e6\u301a]/g;
const CLOSING = /[\u27e7\u301b]/g;

/** Words of a customer, of staff or of the agent, as they may stand beside or within a note. */
export const withoutNoteMarks = (words: string): string => words.replaceAll(OPENING, "[").replaceAll(CLOSING, "]");

/** A note of the system to the agent. Words of others in it are given by `quotedWords`. */
export const agentNote = (text: string): string => `\u27e6${text}\u27e7`;

/** An answer of the agent without notes that it has imitated: they are never for the customer. Linear in time. */
export const withoutNotes = (answer: string): string =>
  answer.replaceAll(/^\u27e6[^\u27e6\u27e7]*\u27e7[ \t]*\n*/gm, "").replaceAll(/\u27e6[^\u27e6\u27e7]*\u27e7[ \t]*/g, "");

/** Words of others within a note: one line of limited length, in quotation marks that they cannot end. */
export const quotedText = (words: string, maxLength = 200): string =>
  `"${withoutNoteMarks(singleLine(words, maxLength)).replaceAll(/["\u201c-\u201f\u2033\u2036\uff02]/g, "'")}"`;
