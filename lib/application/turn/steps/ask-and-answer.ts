import type { ConversationState } from "../../../domain/conversation/conversation.ts";
import type { Progress } from "../../../domain/conversation/progress.ts";
import type { SendBlock } from "../../../domain/conversation/send-block.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { isSeenTo } from "../../../domain/turn/outcome.ts";
import type { Turn } from "../../../domain/turn/turn.ts";
import { DONE, type RetryAfter, retryAfter } from "../../ports/command-result.ts";
import type { Engine, StateWithTurn } from "../../ports/engine.ts";
import { type Next, RELOAD } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { claimFirstPart, FIRST_PART } from "../../sending/claim-parts.ts";
import { concludeTurn } from "../../sending/conclude-turn.ts";
import { endingFor, saveUnlessBlocked } from "../../sending/save-unless-blocked.ts";
import { stateAfterTurn } from "../../sending/send-message.ts";
import { answerNotifiesOf } from "../answer-notifies.ts";
import { askAgent } from "../ask-agent.ts";
import { composeReply, type Reply } from "../compose-reply.ts";
import { dueDisclosure } from "../due-disclosure.ts";
import { endPending } from "../end-messages.ts";
import { keepDraft } from "../keep-draft.ts";
import { retractAutomaticPause } from "../retract-automatic.ts";
import { type AtNumber, answeredIds } from "../situation.ts";
import { unansweredTurn, withoutUnanswered } from "../unanswered-turn.ts";

/**
 * One agent call and one reply. The answer and the claim of its first part are written in one step before
 * anything leaves.
 */
export async function askAndAnswer(engine: Engine, at: AtNumber): Promise<Next<AtNumber>> {
  const turn = newTurn(engine, at);
  if (!turn) return DONE;
  const disclosure = await dueDisclosure(engine, at);
  const result = await askAgent(engine, at, turn, disclosure);
  if (result.kind === "retry") return keepFailure(engine, at, turn, result.delayMs);
  const reply = composeReply(
    engine.rules,
    result,
    { ...at, state: stateAfterTurn(at.state), now: engine.clock.now() },
    disclosure,
  );
  const answered = withAnswer(engine, at, turn, reply);
  const saved = await saveUnlessBlocked(engine, answered);
  if (saved.kind === "blocked" && saved.by === "needs-tap") {
    const drafted = await keepDraft(engine, at, turn, { ...reply, parts: answered.turn.parts });
    return drafted.kind === "kept" ? drafted.next : endBlocked(engine, at, drafted.by, reply.progress);
  }
  if (saved.kind === "blocked") return endBlocked(engine, at, saved.by, reply.progress);
  const concluded = await concludeTurn(engine, { ...at, state: saved.state, claimedPart: FIRST_PART });
  if (concluded.kind === "retryAfter") return concluded;
  // A handoff is announced. A reply too late for the window is followed by the template that brings the
  // customer back.
  return answered.turn.handsOff || isSeenTo(concluded.state.turn.ending) ? RELOAD : DONE;
}

function newTurn(engine: Engine, at: AtNumber): Turn | undefined {
  const [first] = at.pending;
  if (!first) return undefined;
  const unanswered = unansweredTurn(at.state);
  return {
    id: engine.turnIdFor(first.id),
    number: at.number.name,
    messages: answeredIds(at),
    startedAt: first.arrivedAt,
    agentFailures: unanswered?.agentFailures ?? 0,
    parts: [],
    ending: { kind: "answered" },
    ...((at.state.progress?.isFirstContact || unanswered?.opening) && { opening: true }),
  };
}

async function keepFailure(
  { conversations, clock }: Engine,
  at: AtNumber,
  turn: Turn,
  delayMs: number,
): Promise<RetryAfter> {
  const failed = { ...turn, agentFailures: turn.agentFailures + 1, notBefore: clock.now() + delayMs };
  await saveAlways(conversations, { ...stateAfterTurn(at.state), turn: failed });
  return retryAfter(delayMs, "agent");
}

function withAnswer(
  { clock }: Engine,
  at: AtNumber,
  turn: Turn,
  { parts, progress, handsOff, ending }: Reply,
): StateWithTurn {
  const { state, pending, number } = at;
  const last = pending.at(-1);
  const quoted = number.quotes && pending.length > 1 && last ? { replyTo: last.id } : {};
  const quoting = parts.map((part, index) => (index === FIRST_PART ? { ...part, ...quoted } : part));
  const answered = {
    ...turn,
    ...omitUndefined({ handsOff }),
    ending,
    parts: claimFirstPart(quoting, clock.now()),
  };
  return {
    ...state,
    progress: { ...progress, ...answerNotifiesOf(number, { ...state, turn: answered }, clock.now()) },
    turn: answered,
  };
}

/**
 * A send block came while the agent was asked. The messages end without an answer, unless the pause turns out
 * to be automatic.
 */
async function endBlocked(
  engine: Engine,
  at: AtNumber,
  block: SendBlock,
  reply: Progress,
): Promise<Next<AtNumber>> {
  const { conversations } = engine;
  const asked = afterQuestion(at.state, reply);
  if (block === "paused") {
    const { state, pending } = await conversations.load(at.state.conversation, at.number.name);
    if (await retractAutomaticPause(engine, state, pending)) {
      await saveAlways(conversations, asked);
      return RELOAD;
    }
  }
  await saveAlways(conversations, withoutUnanswered(asked));
  // Outside the rollout the customer may get a person.
  if (block !== "outside-rollout") await endPending(engine, at, endingFor(block));
  return RELOAD;
}

/**
 * The agent was asked, though nothing of its answer leaves: the turn counts, the next question goes on from it,
 * and what was published of the messages stays noted.
 */
function afterQuestion(
  { progress: { isNewToAgent: _, ...before } = {}, ...rest }: ConversationState,
  { thread, isNewToAgent }: Progress,
): ConversationState {
  const progress = { ...before, ...omitUndefined({ thread, isNewToAgent }) };
  return { ...rest, ...(Object.keys(progress).length > 0 && { progress }) };
}
