import type { Output } from "../output.ts";
import { plain } from "../output.ts";
import type { ChatBubble } from "./local-chat.ts";

const MARGIN: Readonly<Record<string, string>> = { bullet: "• ", quote: "▎ ", code: "    " };

export function paintBubble(
  { lines, options = [], template }: ChatBubble,
  { paint }: Pick<Output, "paint">,
): string {
  const text = lines.map(({ kind, spans }) => {
    const words = spans.map((span) => {
      const shown = plain(span.text);
      return span.bold ? paint("bold", shown) : span.code ? paint("cyan", shown) : shown;
    });
    return `${MARGIN[kind] ?? ""}${words.join("")}`;
  });
  return [
    ...(template ? [paint("dim", `template ${template}`)] : []),
    ...text,
    ...(options.length > 0 ? [options.map((option) => `[ ${plain(option)} ]`).join(" ")] : []),
  ].join("\n");
}
