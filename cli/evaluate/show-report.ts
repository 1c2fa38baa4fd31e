import { type Output, onOneLine } from "../output.ts";
import { type AgentReport, type Report, stoppedText, summaryText } from "./report.ts";
import type { QuestionResult } from "./run-chats.ts";

const MARKS = { passed: ["green", "✓"], failed: ["red", "✗"], "not-asked": ["dim", "–"] } as const;
const MAX_QUOTE = 300;
const MAX_QUESTION = 70;

const cut = (text: string, length: number) =>
  text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
function mark(print: Output, verdict: QuestionResult["verdict"]): string {
  const [style, sign] = MARKS[verdict];
  return print.paint(style, sign);
}
const took = ({ answer }: QuestionResult) =>
  answer?.seconds === undefined ? "" : `${answer.seconds.toFixed(1)} s`;

function showDetails(result: QuestionResult, print: Output, indent: string): void {
  const told = result.checks.filter(({ verdict }) => verdict !== "passed");
  for (const { check, verdict, detail } of told)
    print.line(
      `${indent}${print.paint(verdict === "failed" ? "red" : "yellow", check)}: ${onOneLine(detail)}`,
    );
  if (result.verdict !== "failed") return;
  const text = onOneLine((result.answer?.messages ?? []).map((message) => message.text).join(" / "));
  if (text) print.line(`${indent}${print.paint("dim", `“${cut(text, MAX_QUOTE)}”`)}`);
}

function showOne({ chats }: AgentReport, print: Output): void {
  for (const { questions } of chats)
    for (const [at, result] of questions.entries()) {
      const indent = at === 0 ? "" : "  ";
      const time = took(result);
      print.line(
        `${indent}${mark(print, result.verdict)} ${cut(onOneLine(result.ask), MAX_QUESTION)}${time && `  ${print.paint("dim", time)}`}`,
      );
      showDetails(result, print, `${indent}    `);
    }
}

/** A line for each question; then what is wrong, by agent. */
function showBoth(first: AgentReport, second: AgentReport, print: Output): void {
  const cell = (result: QuestionResult | undefined) =>
    result ? `${mark(print, result.verdict)} ${took(result)}`.trimEnd() : "";
  print.table([
    ["QUESTION", first.name, second.name],
    ...first.chats.flatMap(({ questions }, chat) =>
      questions.map((result, at) => [
        `${at === 0 ? "" : "  "}${cut(onOneLine(result.ask), MAX_QUESTION)}`,
        cell(result),
        cell(second.chats[chat]?.questions[at]),
      ]),
    ),
  ]);
  for (const agent of [first, second]) {
    const told = agent.chats
      .flatMap(({ questions }) => questions)
      .filter(({ checks }) => checks.some(({ verdict }) => verdict !== "passed"));
    if (told.length > 0) print.line(`\n${print.paint("bold", agent.name)}`);
    for (const result of told) {
      print.line(`${mark(print, result.verdict)} ${cut(onOneLine(result.ask), MAX_QUESTION)}`);
      showDetails(result, print, "    ");
    }
  }
}

export function showReport({ agents: [first, second] }: Report, print: Output): void {
  if (second) showBoth(first, second, print);
  else showOne(first, print);
  print.line();
  for (const agent of second ? [first, second] : [first]) {
    const summary = `${summaryText(agent.summary)}.`;
    print.line(`${print.paint("bold", agent.name)}: ${summary}`);
    const stopped = stoppedText(agent);
    if (stopped) print.line(print.paint("yellow", stopped));
  }
}
