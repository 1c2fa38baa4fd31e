import type { ComponentChildren } from "preact";
import type { Line, Span } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";

const LINK = /https?:\/\/[^\s)]+/g;

/** Links open in another tab. Everything else stays text, never markup. */
function Linked({ text }: { text: string }) {
  const parts: ComponentChildren[] = [];
  let at = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(
      text.slice(at, match.index),
      <a key={match.index} href={match[0]} target="_blank" rel="noopener noreferrer">
        {match[0]}
      </a>,
    );
    at = match.index + match[0].length;
  }
  return <>{[...parts, text.slice(at)]}</>;
}

function Styled({ span: { text, bold, italic, strike, code } }: { span: Span }) {
  let styled = code ? <code>{text}</code> : <Linked text={text} />;
  if (strike) styled = <s>{styled}</s>;
  if (italic) styled = <i>{styled}</i>;
  return bold ? <b>{styled}</b> : styled;
}

/** The server has parsed the markup. */
export const MarkupLine = ({ line: { kind, spans } }: { line: Line }) => (
  <div class={`line is-${kind}`}>
    {spans.map((span, index) => (
      <Styled key={index} span={span} />
    ))}
  </div>
);

/** Without WhatsApp's markers, on one line. */
export const plainText = (lines: readonly Line[]): string =>
  lines.map(({ spans }) => spans.map(({ text }) => text).join("")).join(" ");
