import { renderWhatsapp } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import type { PhoneMessage } from "./phone.ts";
import { toTerminal } from "./to-terminal.ts";

const WIDTH = 62;
const GREY = "\u001b[2m";
const BLUE = "\u001b[34m";
const RESET = "\u001b[0m";

export type Paper = { colour: boolean; customer: string; business: string };

const TICKS = { sent: "✓", delivered: "✓✓", read: "✓✓", played: "✓✓", failed: "!" } as const;

const clock = (at: number) => new Date(at).toTimeString().slice(0, 5);
// biome-ignore lint/suspicious/noControlCharactersInRegex: the styles that this very file prints.
const bare = (line: string) => line.replace(/\u001b\[\d*m/g, "");
/** Emoji and East Asian characters take two columns on a terminal, combining marks none. */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
const NO_WIDTH = /\p{Mn}|\p{Cf}/u;
const length = (line: string) =>
  [...bare(line)].reduce((sum, each) => sum + (NO_WIDTH.test(each) ? 0 : WIDE.test(each) ? 2 : 1), 0);

/** The customer's on the right, the business's on the left. */
export function bubble(message: PhoneMessage, { colour, customer, business }: Paper): string {
  const own = message.from === "customer";
  const read = message.ticks === "read" || message.ticks === "played";
  const ticks = message.ticks ? TICKS[message.ticks] : "";
  const paint = (style: string, text: string) => (colour && text ? `${style}${text}${RESET}` : text);
  const lines = toTerminal(renderWhatsapp(message.text), { colour }).split("\n").flatMap(wrap);
  if (message.options) lines.push("", ...buttons(message.options));
  const foot = `${paint(GREY, clock(message.at))} ${paint(read ? BLUE : GREY, ticks)}`.trimEnd();
  const inner = Math.max(length(foot), length(own ? customer : business), ...lines.map(length));
  const pad = (line: string) => `${line}${" ".repeat(inner - length(line))}`;
  const box = [
    `╭─ ${own ? customer : business} ${"─".repeat(Math.max(0, inner - length(own ? customer : business) - 1))}╮`,
    ...lines.map((line) => `│ ${pad(line)} │`),
    `│ ${" ".repeat(inner - length(foot))}${foot} │`,
    `╰${"─".repeat(inner + 2)}╯`,
  ];
  const indent = own ? " ".repeat(Math.max(0, WIDTH + 14 - (inner + 4))) : "";
  return box.map((line) => indent + line).join("\n");
}

function buttons(options: readonly string[]): string[] {
  const lines: string[] = [];
  for (const option of options) {
    const button = `[ ${option.replace(/\p{Cc}/gu, "")} ]`;
    const last = lines.at(-1);
    if (last !== undefined && length(`${last} ${button}`) <= WIDTH)
      lines[lines.length - 1] = `${last} ${button}`;
    else lines.push(button);
  }
  return lines;
}

/** Breaks at spaces. An open style is closed at the break and reopened: it would colour the frame. */
function wrap(line: string): string[] {
  const lines: string[] = [];
  let rest = "";
  let style = "";
  for (const word of line.split(/(?<= )/)) {
    if (rest && length(rest) + length(word.trimEnd()) > WIDTH) {
      lines.push(style ? `${rest.trimEnd()}${RESET}` : rest.trimEnd());
      rest = style;
    }
    rest += word;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
    const [last] = word.match(/\u001b\[[\d;]*m/g)?.slice(-1) ?? [];
    if (last !== undefined) style = last === RESET ? "" : last;
  }
  return [...lines, rest];
}
