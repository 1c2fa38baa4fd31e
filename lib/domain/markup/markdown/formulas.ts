import type { Range } from "../urls.ts";
import { latexToText } from "./latex.ts";
import { SYMBOLS } from "./latex-symbols.ts";
import { subscript, superscript } from "./super-sub.ts";

const NAMES = [...SYMBOLS.keys()].join("|");
/** All bounded: linear in time. */
const FORMULA = new RegExp(
  [
    String.raw`\\\\?\((?<round>(?:[^$]|\\\$){1,2000}?)\\\\?\)`,
    String.raw`\\\\?\[(?<square>(?:[^$]|\\\$){1,2000}?)\\\\?\]`,
    String.raw`(?<!\\)\$\$(?<display>(?:\\[\s\S]|[^$\\]){1,2000}?)\$\$?(?![$\w])`,
    String.raw`(?<![\\$\w])\$(?![\s$])(?<inline>(?:\\.|[^$\\\n]){1,300}?)(?<!\s)\$(?![\w$])`,
    String.raw`(?<![A-Za-z:\\/._])(?<command>\\[dtc]?frac\{[^{}\n]{1,100}\}\{[^{}\n]{1,100}\}|\\(?:sqrt|text|mathrm|mathbf|textbf)\{[^{}\n]{1,100}\}|\\(?:${NAMES})(?![A-Za-z]))`,
    String.raw`(?<environment>\\begin\{(?<name>[a-z]{1,20}\*?)\}[\s\S]{1,2000}?\\end\{\k<name>\})`,
    "<sup>(?<raised>[^<>\\n]{1,40})</sup>",
    "<sub>(?<lowered>[^<>\\n]{1,40})</sub>",
  ].join("|"),
  "g",
);

const COMMAND = /\\[a-zA-Z]/;
const WORD = /\p{L}{3}/u;
const OPERATOR = /[=+*/^_<>×÷−-]/;
const SCRIPT = /[\p{L}\p{N})}\]][\^_][{\p{L}\p{N}]/u;

type Formula = Range & { text: string };

/** Prices do not count: `$5 and $10`. */
export const findFormulas = (markdown: string): Formula[] =>
  Array.from(markdown.matchAll(FORMULA)).flatMap((match): Formula[] => {
    const {
      round,
      square,
      display,
      inline,
      raised,
      lowered,
      command = match.groups?.environment,
    } = match.groups ?? {};
    const range = { start: match.index, end: match.index + match[0].length };
    if (raised !== undefined) return [{ ...range, text: superscript(raised.trim()) ?? raised }];
    if (lowered !== undefined) return [{ ...range, text: subscript(lowered.trim()) ?? lowered }];
    const isFormula =
      command !== undefined ||
      (round && isRound(round)) ||
      (square && isSquare(square)) ||
      (display && isSquare(display)) ||
      (inline && isInline(inline));
    // May arrive escaped twice: `\\( 20 \\times 5 \\)`.
    const body = command ?? round ?? square ?? display ?? inline ?? "";
    const tex = match[0].startsWith("\\\\") ? body.replace(/\\\\(?=[a-z])/gi, "\\") : body;
    return isFormula ? [{ ...range, text: escapeMarkdown(latexToText(tex)) }] : [];
  });

/** Words are no formula: `\(optional\)`. */
const isRound = (tex: string) => COMMAND.test(tex) || /[=^]/.test(tex) || !WORD.test(tex);

/** A number or a box is no formula: `\[1\]`, `\[x\]`. */
const isSquare = (tex: string) =>
  COMMAND.test(tex) || /[=^]/.test(tex) || (!WORD.test(tex) && OPERATOR.test(tex));

function isInline(written: string): boolean {
  if (COMMAND.test(written)) return true;
  const tex = written.replace(/(?<=[_^]\{)[^{}]*/g, "1");
  if (WORD.test(tex)) return false;
  if (/^[\d.,]/.test(tex)) return SCRIPT.test(tex) || /\d ?[+*×/-] ?\d[^=]*=/.test(tex);
  return SCRIPT.test(tex) || /^\p{L}$/u.test(tex) || (/^[\p{L}(-]/u.test(tex) && /[=<>+]/.test(tex));
}

const escapeMarkdown = (text: string) => text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
