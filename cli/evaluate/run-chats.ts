import { SECOND_MS } from "../../lib/domain/time.ts";
import type { Io } from "../io.ts";
import { CliProblem } from "../problem.ts";
import { type Answer, plainText, type ShownMessage } from "./answer.ts";
import { type Checked, checkAnswer } from "./check-answer.ts";
import type { LanguageDetector } from "./detect-language.ts";
import { withoutDisclosure } from "./disclosures.ts";
import type { EvaluationStack, StackBubble } from "./local-stack.ts";
import type { Chat, Question } from "./read-questions.ts";

export type QuestionResult = {
  ask: string;
  verdict: "passed" | "failed" | "not-asked";
  answer?: Answer;
  checks: readonly Checked[];
};
export type ChatResult = { number: string; questions: readonly QuestionResult[] };
export type RunResult = {
  chats: readonly ChatResult[];
  /** Why not every question was asked, or none was answered. */
  stopped?: "interrupted" | { agentFails: string };
};

/** Three attempts of the agent with their pauses. */
const MAX_WAIT_MS = 180 * SECOND_MS;
/** After the end of a message: for a notice that a person takes over, and for what is known of it. */
const SETTLE_MS = { answered: SECOND_MS, other: 10 * SECOND_MS };
/** Before any answer: the agent is down, and more questions would only take time. */
const MAX_FAILURES_AT_FIRST = 3;

type Place = { customer: string; number: string };
type Options = {
  /** Which number a chat without one writes to. */
  number: string;
  /** Conversations at once. */
  parallel: number;
  detector: LanguageDetector | undefined;
  /** As customers see them. */
  disclosures: readonly string[];
  signal: AbortSignal;
  sleep: Io["sleep"];
  onAsked(result: QuestionResult): void;
};

const shown = ({ lines, options = [], file }: StackBubble, disclosures: readonly string[]): ShownMessage => ({
  lines,
  text: withoutDisclosure(plainText(lines), disclosures),
  options,
  ...(file && { file: file.url }),
});

/** Aborts after the time, or with the signal. `end` frees the timer. */
function within(duration: number, { signal, sleep }: Pick<Options, "signal" | "sleep">) {
  const [late, over] = [new AbortController(), new AbortController()];
  void sleep(duration, AbortSignal.any([signal, over.signal])).then(() => late.abort());
  return { signal: late.signal, end: () => over.abort() };
}

async function askOne(
  { view, say }: EvaluationStack,
  place: Place,
  { ask }: Question,
  options: Options,
): Promise<Answer> {
  const known = new Set(view.bubbles.keys());
  const retries = view.retriesIn(place);
  const id = await say(place, ask);
  const state = () => view.traces.get(id)?.state ?? "waiting";
  const wait = async (holds: () => boolean, duration: number) => {
    const limit = within(duration, options);
    await view.until(holds, limit.signal);
    limit.end();
  };
  await wait(() => state() !== "waiting", MAX_WAIT_MS);
  const ended = state();
  if (ended !== "waiting")
    await wait(() => view.rested.has(id), ended === "answered" ? SETTLE_MS.answered : SETTLE_MS.other);
  const answers = [...view.bubbles.values()].filter(
    (bubble) =>
      bubble.from === "business" &&
      bubble.customer === place.customer &&
      bubble.number === place.number &&
      !known.has(bubble.id),
  );
  const [askedAt, firstAt] = [view.bubbles.get(id)?.at, answers[0]?.at];
  const [handoff, reason] = [view.handoffIn(place), view.traces.get(id)?.reason];
  return {
    ending: ended === "waiting" ? "unfinished" : ended,
    messages: answers.map((bubble) => shown(bubble, options.disclosures)),
    askedAgain: view.retriesIn(place) > retries,
    ...(askedAt !== undefined && firstAt !== undefined && { seconds: (firstAt - askedAt) / SECOND_MS }),
    ...(handoff !== undefined && { handoff }),
    ...(reason !== undefined && { reason }),
  };
}

const notAsked = ({ ask }: Question): QuestionResult => ({ ask, verdict: "not-asked", checks: [] });

export const unasked = (chats: readonly Chat[], first: string) =>
  chats.map(({ number = first, questions }) => ({ number, questions: questions.map(notAsked) }));

/** Several conversations at once, the questions of one after the other. Throws CliProblem when the system fails. */
export async function runChats(
  stack: EvaluationStack,
  chats: readonly Chat[],
  countryOf: (chat: Chat) => string,
  options: Options,
): Promise<RunResult> {
  const results = unasked(chats, options.number);
  let [next, failuresAtFirst, answered] = [0, 0, false];
  let stopped: RunResult["stopped"];
  let failure: string | undefined;
  let problem: CliProblem | undefined;
  const isOver = () => stopped !== undefined || problem !== undefined || options.signal.aborted;

  function note({ ending, reason = "unknown" }: Answer): void {
    if (ending === "answered") answered = true;
    if (ending !== "failed" || answered) return;
    failure = reason;
    failuresAtFirst += 1;
    if (failuresAtFirst >= MAX_FAILURES_AT_FIRST) stopped = { agentFails: reason };
  }

  async function runChat(chat: Chat, at: number): Promise<void> {
    const result = results[at];
    if (!result) return;
    const customer = await stack.addCustomer(`Customer ${at + 1}`, countryOf(chat));
    for (const [index, question] of chat.questions.entries()) {
      if (isOver()) return;
      const answer = await askOne(stack, { customer, number: result.number }, question, options);
      // Half an answer says nothing about the agent.
      if (options.signal.aborted && answer.ending === "unfinished") return;
      const checks = checkAnswer(answer, question.checks, options.detector);
      const verdict = checks.some((check) => check.verdict === "failed") ? "failed" : "passed";
      const asked: QuestionResult = { ask: question.ask, verdict, answer, checks };
      result.questions[index] = asked;
      note(answer);
      options.onAsked(asked);
    }
  }

  async function lane(): Promise<void> {
    while (!isOver()) {
      const at = next;
      const chat = chats[at];
      if (!chat) return;
      next += 1;
      try {
        await runChat(chat, at);
      } catch (error) {
        if (options.signal.aborted) return;
        problem ??=
          error instanceof CliProblem ? error : new CliProblem(1, "The system on this machine has ended.");
      }
    }
  }

  await Promise.all(Array.from({ length: options.parallel }, lane));
  if (problem) throw problem;
  const all = results.every(({ questions }) => questions.every(({ verdict }) => verdict !== "not-asked"));
  if (!stopped && !all) stopped = "interrupted";
  // A short file ends before it is sure of it.
  else if (!answered && failure !== undefined) stopped = { agentFails: failure };
  return { chats: results, ...(stopped && { stopped }) };
}
