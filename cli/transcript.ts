import { disclosedText } from "../lib/domain/turn/turn.ts";
import type { ResultOf } from "../lib/operator-api/results.ts";
import { outcomeText } from "./display-text.ts";
import { type Output, plain, wrapped } from "./output.ts";
import { dayOf, timeOf } from "./times.ts";

const INDENT = 6;
const WHO: Readonly<Record<string, string>> = {
  customer: "customer",
  agent: "agent",
  person: "colleague",
  system: "system",
};
const COLOURS = { customer: "cyan", agent: "green", person: "yellow" } as const;

const colourOf = (from: string) =>
  from === "customer" || from === "agent" || from === "person" ? COLOURS[from] : "dim";

export function showTranscript(
  transcript: ResultOf<"show">["transcript"],
  print: Output,
  width: number,
): void {
  if (transcript.length === 0) print.line("\nThere are no messages yet.");
  let day = "";
  for (const { at, from, text, disclosure, state } of transcript) {
    if (dayOf(at) !== day) {
      day = dayOf(at);
      print.line(`\n${print.paint("dim", `── ${day} ──`)}`);
    }
    const indent = " ".repeat(from === "customer" ? 0 : INDENT);
    print.line(
      `${indent}${print.paint("dim", timeOf(at))} ${print.paint(colourOf(from), WHO[from] ?? plain(from))}${state ? print.paint("dim", `  ${outcomeText(state)}`) : ""}`,
    );
    for (const line of wrapped(
      plain(disclosedText(disclosure, text)),
      Math.max(30, Math.min(width, 100) - INDENT - 2),
    ))
      print.line(`${indent}  ${line}`);
  }
}
