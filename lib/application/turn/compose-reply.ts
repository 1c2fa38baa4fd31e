import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import type { Progress } from "../../domain/conversation/progress.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import type { ReplyPart, Turn } from "../../domain/turn/turn.ts";
import { handoffText } from "../notify/handoff-line.ts";
import type { BusinessNumber, Rules } from "../ports/engine.ts";
import type { AgentResult } from "./ask-agent.ts";
import { withDisclosure } from "./due-disclosure.ts";
import { noteForNext } from "./question-text.ts";

export type Reply = {
  parts: readonly ReplyPart[];
  progress: Progress;
  handsOff?: Turn["handsOff"];
  ending: Outcome;
};

type At = {
  state: ConversationState;
  pending: readonly PendingMessage[];
  number: BusinessNumber;
  now: number;
};

type FinalResult = Exclude<AgentResult, { kind: "retry" }>;

export function composeReply(
  rules: Rules,
  result: FinalResult,
  at: At,
  disclosure: string | undefined,
): Reply {
  return result.kind === "answer"
    ? answerOf(rules, result, at.state)
    : fallbackFor(rules, result.code, at, disclosure);
}

function answerOf(
  rules: Rules,
  { parts, thread }: AgentResult & { kind: "answer" },
  state: ConversationState,
): Reply {
  const {
    failedTurns: _,
    note: __,
    isFirstContact: ___,
    isNewToAgent: ____,
    ...before
  } = state.progress ?? {};
  const progress = { ...before, ...omitUndefined({ thread }) };
  const text = comparable(parts.map((part) => part.text).join("\n"));
  const handsOff = rules.phrases.some((phrase) => text.includes(comparable(phrase)));
  return { parts, progress, ...(handsOff && { handsOff: "phrase" }), ending: { kind: "answered" } };
}

/** Agents write the apostrophe in several ways. */
const comparable = (text: string) => text.replaceAll(/[\u2018\u2019\u02bc]/g, "'").toLowerCase();

/** A person replaces an agent that fails again and again: the customer reads that in the same message. */
function fallbackFor(rules: Rules, code: string, at: At, disclosure: string | undefined): Reply {
  const { state, number, now } = at;
  const { failedTurns = 0, isFirstContact: _, ...before } = state.progress ?? {};
  const progress = { ...before, ...noteForNext(at) };
  const handsOff = rules.failedTurns > 0 && failedTurns + 1 >= rules.failedTurns;
  const { customer = {} } = state;
  const fallback = number.textFor("fallback", customer);
  const text = handsOff
    ? `${fallback}\n\n${handoffText(number, { reason: "agent-failed" }, customer, now)}`
    : fallback;
  return {
    parts: withDisclosure(number, number.splitText(text), disclosure),
    progress: handsOff ? progress : { ...progress, failedTurns: failedTurns + 1 },
    ...(handsOff && { handsOff: "agent-failed" }),
    ending: { kind: "failed", reason: code },
  };
}
