import { stripVTControlCharacters } from "node:util";
import { wrapped } from "../../cli/output.ts";

const COLOURS: Record<string, string> = {
  1: "#ffffff",
  2: "#8b949e",
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  36: "#79c0ff",
};
/** A terminal breaks longer lines. */
const COLUMNS = 115;
const [WIDTH, HEIGHT, LEFT, TOP] = [8.4, 19, 18, 46];

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Each span has its position, so that no font can shift the columns. */
function spans(line: string, y: number): string {
  const pieces = line.split("\u001b[");
  let column = 0;
  let style = "";
  return pieces
    .map((piece, at) => {
      const [, code = "", text = piece] = at === 0 ? [] : (/^(\d+)m([\s\S]*)$/.exec(piece) ?? []);
      if (at > 0) style = code;
      const x = LEFT + column * WIDTH;
      column += [...text].length;
      if (text.trim() === "") return "";
      const weight = style === "1" ? ' font-weight="bold"' : "";
      return `<text x="${x.toFixed(1)}" y="${y}" fill="${COLOURS[style] ?? "#c9d1d9"}"${weight} xml:space="preserve">${escaped(text)}</text>`;
    })
    .join("");
}

export function terminalSvg(title: string, output: string): string {
  const lines = output
    .replace(/\s+$/, "")
    .split("\n")
    .flatMap((line) => (line.includes("\u001b") ? [line] : wrapped(line, COLUMNS)));
  const columns = Math.max(60, ...lines.map((line) => [...stripVTControlCharacters(line)].length));
  const [width, height] = [Math.ceil(columns * WIDTH + 2 * LEFT), TOP + lines.length * HEIGHT + 6];
  const dots = ["#ff5f57", "#febc2e", "#28c840"]
    .map((colour, at) => `<circle cx="${20 + at * 18}" cy="17" r="5.5" fill="${colour}"/>`)
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}" font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>${dots}<text x="${width / 2}" y="22" text-anchor="middle" fill="#8b949e" font-size="12">${escaped(title)}</text>
${lines.map((line, at) => spans(line, TOP + at * HEIGHT + 8)).join("\n")}
</svg>
`;
}
