import type { Line, Span } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";

const ESCAPE = "\u001b[";

/** Uses ANSI styles with colour, else plain text. Leaves out guards and other invisible joiners. */
export function toTerminal(lines: readonly Line[], { colour }: { colour: boolean }): string {
  return lines
    .map((line) => margin(line) + line.spans.map((each) => painted(each, colour)).join(""))
    .join("\n");
}

const margin = ({ kind }: Line) => ({ text: "", number: "", bullet: "• ", quote: "▎ ", code: "    " })[kind];

function painted({ text, bold, italic, strike, code }: Span, colour: boolean): string {
  // Control characters in a message must not reach the terminal.
  const shown = text.replace(/[\p{Cc}\u2060]/gu, "");
  const codes = [bold && 1, italic && 3, strike && 9, code && 36].filter((each) => each !== false);
  return colour && codes.length > 0 ? `${ESCAPE}${codes.join(";")}m${shown}${ESCAPE}0m` : shown;
}
