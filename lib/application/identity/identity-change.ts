import {
  type ConversationState,
  conversationIdsOf,
  type PendingMessage,
} from "../../domain/conversation/conversation.ts";
import { identityAfter, withNewIds } from "../../domain/conversation/customer.ts";
import type { NumberName } from "../../domain/ids.ts";
import type { Content, Customer } from "../../domain/inbound/inbound.ts";
import type { Engine } from "../ports/engine.ts";
import type { Loaded } from "../ports/ports.ts";
import { saveAlways } from "../ports/save-always.ts";
import { joinIds } from "./merge-conversation.ts";

type IdentityNote = PendingMessage & { content: Content & { kind: "identity-change" } };

const isNote = (message: PendingMessage): message is IdentityNote =>
  message.content.kind === "identity-change";

export const latestNote = (pending: readonly PendingMessage[]): IdentityNote | undefined =>
  pending.filter(isNote).at(-1);

/** The customer with the new ids only. */
export function customerAfter(state: ConversationState, { content, customer }: IdentityNote): Customer {
  const now = {
    ...(content.userId && { userId: content.userId }),
    ...(content.phone && { phone: content.phone }),
  };
  return withNewIds({ ...customer, ...state.customer }, now);
}

/** Notes may come in any order, and late. */
export const isLatest = ({ identity }: ConversationState, { sentAt }: IdentityNote) =>
  sentAt >= (identity?.changedAt ?? 0);

function renamed(state: ConversationState, note: IdentityNote): ConversationState {
  const customer = customerAfter(state, note);
  const before = [state.customer, note.customer].flatMap((each) => [each?.userId, each?.phone]);
  const formerIds = [...(state.identity?.formerIds ?? []), ...before];
  return { ...state, customer, identity: identityAfter(note.sentAt, customer, formerIds) };
}

/**
 * Joins the new ids to the conversation and ends the notes that named them. Stops when this conversation has
 * been joined to another one, where the notes go too.
 */
export async function applyIdentityNotes(
  engine: Engine,
  start: Loaded,
  number: NumberName,
  commandNumber: NumberName | undefined,
): Promise<void> {
  const { conversations, conversationFor, telemetry } = engine;
  let loaded = start;
  for (const note of start.pending.filter(isNote)) {
    const { conversation } = loaded.state;
    const to = conversationFor(number, customerAfter(loaded.state, note));
    if (to !== conversation) {
      await joinIds(engine, conversation, to, number);
      loaded = await conversations.load(conversation, commandNumber);
      if (loaded.linkedTo) return;
    }
    const { state } = loaded;
    if (isLatest(state, note))
      loaded = { ...loaded, state: await saveAlways(conversations, renamed(state, note)) };
    await conversations.end(conversationIdsOf(state), [note.id], {
      kind: "ignored",
      reason: "identity-change",
    });
    telemetry.info("contact.renamed", { conversation });
  }
}
