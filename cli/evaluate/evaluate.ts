import type { Language } from "../../lib/domain/language/language-codes.ts";
import type { Io } from "../io.ts";
import { showBar } from "../progress-bar.ts";
import { type EvaluatedAgent, settingsForThisMachine } from "./choose-agent.ts";
import { disclosuresOf } from "./disclosures.ts";
import { openEvaluationStack } from "./local-stack.ts";
import type { Prepared } from "./prepare.ts";
import type { Chat } from "./read-questions.ts";
import { type AgentReport, type Report, summaryOf } from "./report.ts";
import { type RunResult, runChats, unasked } from "./run-chats.ts";

/** The system's own texts follow the customer's country. */
const COUNTRIES: Readonly<Record<Language, string>> = {
  en: "US",
  es: "ES",
  pt: "BR",
  fr: "FR",
  de: "DE",
  ar: "AE",
  hi: "IN",
  id: "ID",
};
const isOurs = (language: string): language is Language => Object.hasOwn(COUNTRIES, language);

function countryOf({ country, questions: [{ checks }] }: Chat): string {
  if (country !== undefined) return country;
  return checks.language !== undefined && isOurs(checks.language) ? COUNTRIES[checks.language] : COUNTRIES.en;
}

type Tally = { done: number; failed: number };

async function runAgent(
  io: Io,
  { chats, number, detector }: Prepared,
  { own, secrets }: EvaluatedAgent,
  { parallel, signal, tally }: { parallel: number; signal: AbortSignal; tally: Tally },
): Promise<RunResult> {
  if (signal.aborted) return { chats: unasked(chats, number ?? ""), stopped: "interrupted" };
  const started = await io.startLocalStack({
    secrets,
    ...(own && { settings: settingsForThisMachine(own) }),
  });
  const closing = new AbortController();
  try {
    const stack = await openEvaluationStack(new URL(started.url), io, closing.signal);
    return await runChats(stack, chats, countryOf, {
      number: number ?? stack.numbers[0] ?? "",
      parallel,
      detector,
      disclosures: disclosuresOf(own?.settings),
      signal,
      sleep: io.sleep,
      onAsked: ({ verdict }) => {
        tally.done += 1;
        if (verdict === "failed") tally.failed += 1;
      },
    });
  } finally {
    closing.abort();
    await started.stop();
  }
}

/** One agent after the other: two systems at once would make each other's answers late. */
export async function evaluate(io: Io, prepared: Prepared, parallel: number): Promise<Report> {
  const { file, chats, agents } = prepared;
  const signal = io.onInterrupt();
  const present = agents.filter((agent) => agent !== undefined);
  const all = chats.reduce((sum, { questions }) => sum + questions.length, 0) * present.length;
  const tally: Tally = { done: 0, failed: 0 };
  const at = io.clock.now();
  const endBar = showBar(io, () => ({
    done: tally.done,
    all,
    counts: `${tally.done}/${all}  failed ${tally.failed}`,
  }));
  const run = async (agent: EvaluatedAgent): Promise<AgentReport> => {
    const result = await runAgent(io, prepared, agent, { parallel, signal, tally });
    return { name: agent.name, ...result, summary: summaryOf(result.chats) };
  };
  try {
    const [first, second] = agents;
    return { file, at, agents: second ? [await run(first), await run(second)] : [await run(first)] };
  } finally {
    endBar();
  }
}
