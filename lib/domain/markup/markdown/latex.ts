import { SYMBOLS } from "./latex-symbols.ts";
import { subscript, superscript } from "./super-sub.ts";

const MAX_DEPTH = 12;
const FRACTION = /\\[dtc]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g;
const SHORT_FRACTION = /\\[dtc]?frac\s*(\d)\s*(\d)/g;
const ROOT = /\\sqrt\s*(?:\[([^\]{}]*)\])?\s*\{([^{}]*)\}/g;
const COLOUR = /\\(?:text)?color\s*\{[^{}]*\}/g;
/** Other commands are replaced by their argument. */
const ARGUMENT = /\\([a-zA-Z]+)\*?\s*\{([^{}]*)\}/g;
const isHandledLater = (name: string) => SYMBOLS.has(name) || /^(?:[dtc]?frac|sqrt)$/.test(name);
const SCRIPT = /\s*([\^_])\s*(?:\{([^{}]*)\}|(\\[a-zA-Z]+|\d+|[^\s\\{}]))/g;

/** As people write it in a chat: `20 × 150 = 3000 lm`, `(a + b)/2`, `√x`, `m²`. */
export function latexToText(tex: string): string {
  let text = tex
    .replace(/\\(?:begin|end)\s*\{[^{}]*\}|\\\\(?:\[[^\]]*\])?/g, "\n")
    .replace(/\\(?:left|right|[bB]igg?[lr]?|displaystyle|textstyle|limits|nonumber)(?![a-zA-Z])/g, "")
    .replace(COLOUR, "")
    .replace(/\\([%$&#_{}])/g, (_, sign: string) => HIDDEN[HIDEABLE.indexOf(sign)] ?? sign)
    .replace(/\\[,;: ]|\\q?quad(?![a-zA-Z])|~/g, " ")
    .replace(/\\!|&/g, "");
  for (let depth = 0, before = ""; depth < MAX_DEPTH && before !== text; depth += 1) {
    before = text;
    text = text
      .replace(ARGUMENT, (whole, name: string, argument: string) => (isHandledLater(name) ? whole : argument))
      .replace(
        ROOT,
        (_, index: string | undefined, radicand: string) =>
          `${index ? raised(index) : ""}√${withParentheses(radicand)}`,
      )
      .replace(
        FRACTION,
        (_, above: string, below: string) => `${withParentheses(above)}/${withParentheses(below)}`,
      )
      .replace(SHORT_FRACTION, "$1/$2")
      .replace(SCRIPT, (_, sign: string, long: string | undefined, short: string | undefined) =>
        script(sign, replaceSymbols(long ?? short ?? "")),
      );
  }
  return replaceSymbols(text.replace(/[{}]/g, ""))
    .replace(/[\ue000-\ue007]/g, (hidden) => HIDEABLE[HIDDEN.indexOf(hidden)] ?? "")
    .split("\n")
    .map((line) =>
      line
        .replace(/\s+/g, " ")
        .replace(/(?<=[Δ∂∇]) /g, "")
        .trim(),
    )
    .filter(Boolean)
    .join("\n");
}

/** Private-use characters replace escaped signs while braces are read. */
const HIDEABLE = "%$&#_{}^";
const HIDDEN = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007";

const replaceSymbols = (text: string) =>
  text.replace(/\\([a-zA-Z]+)/g, (_, name: string) => SYMBOLS.get(name) ?? name);

const withParentheses = (text: string) =>
  /^[^\s+\-−×·÷/±=]*$|^\([^()]*\)$/.test(replaceSymbols(text).trim()) ? text.trim() : `(${text.trim()})`;

const raised = (text: string) => superscript(text.trim()) ?? "";

function script(sign: string, text: string): string {
  const inner = text.trim();
  if (sign === "^" && /^[∘°]/.test(inner)) return inner.replace(/^[∘°]/, "°");
  if (inner === "′") return inner;
  const written = sign === "^" ? superscript(inner) : subscript(inner);
  // Hidden, so that it is not read as the next script.
  return written ?? `${HIDDEN[HIDEABLE.indexOf(sign)]}${sign === "^" ? withParentheses(inner) : inner}`;
}
