import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { Progress } from "../../domain/conversation/progress.ts";
import { isDraft } from "../../domain/draft/draft.ts";
import { draftNote } from "../../domain/draft/draft-note.ts";
import type { ConversationId, TurnId } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Outcome } from "../../domain/turn/outcome.ts";
import type { Turn } from "../../domain/turn/turn.ts";
import type { Engine } from "../ports/engine.ts";

/** `conversation`: under which it is archived. `undefined` once it is decided, or too old. */
export async function findDraft(
  { conversations }: Pick<Engine, "conversations">,
  state: ConversationState,
  draft: TurnId,
): Promise<{ conversation: ConversationId; turn: Turn } | undefined> {
  for (const conversation of conversationIdsOf(state)) {
    const turn = await conversations.archived(conversation, draft);
    if (turn && isDraft(turn)) return { conversation, turn };
  }
  return undefined;
}

const textOf = ({ parts }: Turn) => parts.map(({ text }) => text).join("\n");

/** `sentInstead`: what a person made of it. */
export function progressWithoutDraft(
  { rules }: Pick<Engine, "rules">,
  { drafts = [], ...progress }: Progress,
  draft: TurnId,
  answer?: { turn: Turn; sentInstead?: string },
): Progress {
  const left = drafts.filter(({ turn }) => turn !== draft);
  const added = answer && rules.noteForAgent ? draftNote(textOf(answer.turn), answer.sentInstead) : undefined;
  const note = [progress.note, added].filter((each) => each !== undefined).join("\n") || undefined;
  return { ...progress, ...omitUndefined({ note }), ...(left.length > 0 && { drafts: left }) };
}

/** It is never sent. Safe to repeat. The caller saves the returned state. */
export async function endDraft(
  engine: Engine,
  state: ConversationState,
  draft: TurnId,
  ending: Outcome,
): Promise<ConversationState> {
  const { conversations, telemetry } = engine;
  const { conversation, turn: latest, progress = {} } = state;
  const found = await findDraft(engine, state, draft);
  if (found) {
    const { turn } = found;
    await conversations.endLate(conversationIdsOf(state), turn.messages, ending, draft);
    const reason = "reason" in ending ? ending.reason : ending.kind;
    telemetry.count("DraftsDecided", 1, { number: turn.number, decision: reason });
    telemetry.info("draft.decided", { conversation, turn: draft, decision: reason });
    await conversations.archive(found.conversation, { ...turn, ending });
  }
  return {
    ...state,
    progress: {
      ...progressWithoutDraft(engine, progress, draft, found),
      // It is still to come.
      ...(found?.turn.opening && { isFirstContact: true }),
    },
    ...(latest && { turn: latest.id === draft ? { ...latest, ending } : latest }),
  };
}
