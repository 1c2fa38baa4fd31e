import { activeSendBlock } from "../../domain/conversation/conversation.ts";
import {
  AGENT_SEND_BLOCKS,
  type SendBlock,
  type StoredSendBlock,
} from "../../domain/conversation/send-block.ts";
import { isUntapped } from "../../domain/draft/draft.ts";
import type { Rollout } from "../../domain/rollout/rollout.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import { blockedByPhone } from "../identity/phone-consent.ts";
import { ConcurrentWriteError, type Engine, type StateWithTurn } from "../ports/engine.ts";
import { isOutside, rolloutOf } from "./outside-rollout.ts";

export const sendBlocksOf = ({ blockedBy = AGENT_SEND_BLOCKS }: Pick<Turn, "blockedBy">) => blockedBy;

const STORED: ReadonlySet<SendBlock> = new Set<StoredSendBlock>(["paused", "opted-out", "no-templates"]);
const isStored = (block: SendBlock): block is StoredSendBlock => STORED.has(block);

/** Also an answer of the agent that a person has changed. */
const isBots = ({ by, approvedBy }: Turn) => by !== "person" || approvedBy !== undefined;

type SavePorts = Pick<
  Engine,
  "conversations" | "switches" | "controls" | "conversationFor" | "sessionHashFor" | "numberNamed" | "clock"
>;

export type SaveResult =
  | { kind: "saved"; state: StateWithTurn }
  /** `others`: what the customer, who is outside the rollout, gets instead. */
  | { kind: "blocked"; by: SendBlock; others?: Rollout["others"] };
type Blocked = Extract<SaveResult, { kind: "blocked" }>;

/**
 * Saves a turn of which a part is about to leave. The write itself judges the blocks stored with the
 * conversation; the number's switch and rollout, and the consent kept for the phone of messages that the business begins,
 * are read right before. Throws ConcurrentWriteError.
 */
export async function saveUnlessBlocked(engine: SavePorts, state: StateWithTurn): Promise<SaveResult> {
  const { turn } = state;
  const blocks = sendBlocksOf(turn);
  // The write judges what has come since, and cannot see what outlives the state itself.
  const known = activeSendBlock(state, engine.clock.now(), blocks);
  if (known) return { kind: "blocked", by: known };
  const byPhone =
    blocks.includes("no-templates") && (await blockedByPhone(engine, turn.number, state.customer ?? {}));
  if (byPhone) return { kind: "blocked", by: byPhone };
  const byNumber = await blockedByNumber(engine, state);
  if (byNumber) return byNumber;
  const saved = await engine.conversations.save(state, blocks.filter(isStored));
  if (saved === "conflict") throw new ConcurrentWriteError();
  return saved === "saved"
    ? { kind: "saved", state: { ...state, version: state.version + 1 } }
    : { kind: "blocked", by: saved };
}

async function blockedByNumber(engine: SavePorts, state: StateWithTurn): Promise<Blocked | undefined> {
  const { turn } = state;
  const canBeSwitchedOff = sendBlocksOf(turn).includes("switched-off");
  if (!canBeSwitchedOff && !isBots(turn)) return undefined;
  const { off, rollout: stored } = await engine.switches.current(turn.number);
  if (off && canBeSwitchedOff) return { kind: "blocked", by: "switched-off" };
  const named = engine.numberNamed(turn.number);
  if (!named || !isBots(turn)) return undefined;
  const rollout = rolloutOf(engine, named, stored);
  if (isOutside(engine, named, rollout, state))
    return { kind: "blocked", by: "outside-rollout", others: rollout.others };
  return rollout.drafts && isUntapped(turn) ? { kind: "blocked", by: "needs-tap" } : undefined;
}

export function endingFor(block: SendBlock): Outcome {
  switch (block) {
    case "paused":
      return { kind: "handed-off" };
    case "opted-out":
    case "no-templates":
      return { kind: "ignored", reason: "opted-out" };
    case "switched-off":
      return { kind: "ignored", reason: "switched-off" };
    case "outside-rollout":
      return { kind: "ignored", reason: "outside-rollout" };
    case "needs-tap":
      return { kind: "drafted" };
  }
}
