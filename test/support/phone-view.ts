import { renderWhatsapp } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";

/** As text: styles as `[bold italic: text]`, quotes and monospace lines with a margin. */
export const phoneView = (whatsapp: string) =>
  renderWhatsapp(whatsapp)
    .map(
      ({ kind, spans }) =>
        MARGIN[kind] +
        spans.map(({ text, ...styles }) => styled(text.replaceAll("\u2060", ""), styles)).join(""),
    )
    .join("\n");

const MARGIN = { text: "", number: "", bullet: "• ", quote: "▎ ", code: "    " };

function styled(text: string, styles: Record<string, boolean>): string {
  const names = Object.keys(styles).filter((name) => styles[name]);
  return names.length === 0 ? text : `[${names.join(" ")}: ${text}]`;
}
