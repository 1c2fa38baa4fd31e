import type { Line, Span } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { plain } from "../output.ts";
import type { ShownMessage } from "./answer.ts";
import type { Checked } from "./check-answer.ts";
import { type AgentReport, type Report, stoppedText, summaryText } from "./report.ts";
import { STYLE } from "./report-style.ts";
import type { ChatResult, QuestionResult } from "./run-chats.ts";

const ESCAPED: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
/** Of everything that somebody else wrote. */
const safe = (text: string) => plain(text).replace(/[&<>"']/g, (char) => ESCAPED[char] ?? "");

const TAGS = [
  ["code", "code"],
  ["strike", "s"],
  ["italic", "em"],
  ["bold", "strong"],
] as const;

const spanHtml = (span: Span): string =>
  TAGS.reduce((html, [style, tag]) => (span[style] ? `<${tag}>${html}</${tag}>` : html), safe(span.text));

const ENCLOSED: Readonly<Record<Line["kind"], (html: string) => string>> = {
  text: (html) => html,
  number: (html) => html,
  bullet: (html) => `• ${html}`,
  quote: (html) => `<blockquote>${html}</blockquote>`,
  code: (html) => `<code>${html}</code>`,
};
const linesHtml = (lines: readonly Line[]) =>
  lines.map(({ kind, spans }) => ENCLOSED[kind](spans.map(spanHtml).join(""))).join("\n");

const messageHtml = ({ lines, options, file }: ShownMessage): string =>
  [
    `<div class="bubble business" dir="auto">`,
    ...(file === undefined ? [] : [`<em>${safe(file)}</em>\n`]),
    linesHtml(lines),
    ...options.map((option) => `<span class="option">${safe(option)}</span>`),
    "</div>",
  ].join("");

const SIGNS = { passed: "✓", failed: "✗", undecided: "?", "not-asked": "–" } as const;

const checkHtml = ({ check, verdict, detail }: Checked) =>
  `<li class="${verdict}">${SIGNS[verdict]} <b>${check}</b> <span dir="auto">${safe(detail)}</span></li>`;

function checksHtml({ verdict, checks, answer }: QuestionResult): string {
  if (verdict === "not-asked") return `<p class="checks not-asked">${SIGNS[verdict]} not asked</p>`;
  const [open, passed] = [
    checks.filter((each) => each.verdict !== "passed"),
    checks.filter((each) => each.verdict === "passed"),
  ];
  const time = answer?.seconds === undefined ? "" : `${answer.seconds.toFixed(1)} s, `;
  return [
    open.length > 0 ? `<ul class="checks">${open.map(checkHtml).join("")}</ul>` : "",
    `<details class="checks"><summary class="soft">${time}${passed.length} of ${checks.length} checks passed</summary>`,
    `<ul class="checks">${passed.map(checkHtml).join("")}</ul></details>`,
  ].join("");
}

const questionHtml = (result: QuestionResult): string =>
  [
    `<div class="bubble customer" dir="auto">${safe(result.ask)}</div>`,
    ...(result.answer?.messages ?? []).map(messageHtml),
    checksHtml(result),
  ].join("\n");

function phoneHtml({ number, questions }: ChatResult, name: string): string {
  const failed = questions.some(({ verdict }) => verdict === "failed");
  const asked = questions.some(({ verdict }) => verdict !== "not-asked");
  const verdict = failed ? "failed" : asked ? "passed" : "not-asked";
  return [
    `<article class="phone"><header><span>${safe(number)} <span class="soft">${safe(name)}</span></span>`,
    `<span class="${verdict}">${SIGNS[verdict]} ${verdict.replace("-", " ")}</span></header>`,
    `<div class="screen">${questions.map(questionHtml).join("\n")}</div></article>`,
  ].join("");
}

function summaryHtml(agent: AgentReport): string {
  const { passed, failed, questions } = agent.summary;
  const share = (count: number) => ((100 * count) / Math.max(1, questions)).toFixed(2);
  const stopped = stoppedText(agent);
  return [
    `<div><h2>${safe(agent.name)}</h2><p>${safe(summaryText(agent.summary))}</p>`,
    stopped === undefined ? "" : `<p class="failed">${safe(stopped)}</p>`,
    `<div class="bar" aria-hidden="true"><i style="width:${share(passed)}%"></i><b style="width:${share(failed)}%"></b></div></div>`,
  ].join("");
}

/** One page without anything from elsewhere. */
export function reportPage({ file, at, agents: [first, second] }: Report): string {
  const agents = second ? [first, second] : [first];
  const chats = first.chats.map((_, index) => {
    const phones = agents.flatMap(({ chats: its, name }) => {
      const chat = its[index];
      return chat ? [phoneHtml(chat, name)] : [];
    });
    return `<section class="chat${second ? " two" : ""}" aria-label="Conversation ${index + 1}">${phones.join("\n")}</section>`;
  });
  const date = new Date(at).toISOString().replace("T", " ").slice(0, 16);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${safe(file)}: ${safe(summaryText(first.summary))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${safe(file)}</h1>
<p class="soft">Asked on <time datetime="${new Date(at).toISOString()}">${date} UTC</time>, through the whole system on one machine.</p>
<div class="summary">${agents.map(summaryHtml).join("")}</div>
<div class="chats${second ? " two" : ""}">
${chats.join("\n")}
</div>
</main>
</body>
</html>
`;
}
