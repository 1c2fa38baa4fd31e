import type { Clock, Conversations } from "../../application/ports/ports.ts";
import { mergeConsent } from "../../domain/consent/consent.ts";
import { activeSendBlock, type PendingMessage } from "../../domain/conversation/conversation.ts";
import { mergeConversations } from "../../domain/conversation/merge-conversations.ts";
import type { StoredSendBlock } from "../../domain/conversation/send-block.ts";
import { splitSendBlocks } from "../../domain/conversation/split-send-blocks.ts";
import { type ConversationId, conversationId, type NumberName } from "../../domain/ids.ts";
import { omitUndefined } from "../../domain/omit-undefined.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import { readItem, type Table, updateIf, updateOptimistically } from "./items/conditional.ts";
import { updateLastingConsent, withLastingConsent } from "./items/consent-item.ts";
import { readDocument, writeDocument } from "./items/documents.ts";
import {
  expiresAfter,
  ITEM_VERSION,
  type Item,
  isExpired,
  keys,
  number,
  PENDING_INDEX,
  readNumber,
  readText,
  requireReadable,
  text,
} from "./items/items.ts";
import { pendingOf, writeOutcome } from "./items/message-item.ts";
import { readItems } from "./items/read-many.ts";
import {
  nextControlled,
  sendBlocksOf,
  stateOf,
  unchangedSince,
  writeMerge,
  writeSendBlocks,
  writeWorkerFields,
} from "./items/state-item.ts";
import { claimUnderstanding, keepUnderstood } from "./items/understood-item.ts";
import { linkOf } from "./links.ts";
import { controlKeys, controlsIn, type RecentControls } from "./numbers/number-controls.ts";
import { dynamodbSuspensions, numberStatusOf } from "./numbers/suspensions.ts";
import { outboundOf } from "./outbox.ts";

/** Per turn. The rest has other wake-ups. */
const MAX_PENDING = 100;

const NOT_BLOCKED: Record<StoredSendBlock, string> = {
  paused: "(attribute_not_exists(pausedAt) OR pausedAt > :now)",
  "opted-out": "attribute_not_exists(optedOutAt)",
  "no-templates": "attribute_not_exists(noTemplatesAt)",
};

/** In order. A message that waits in two conversations is listed once. */
function waitingIn(items: readonly Item[]): {
  pending: readonly PendingMessage[];
  outbound: readonly Outbound[];
} {
  const sorted = items.toSorted((a, b) => ((a.pendingAt?.S ?? "") < (b.pendingAt?.S ?? "") ? -1 : 1));
  const isOutbound = (each: Item) => readText(each, "sk")?.startsWith("OUT#") === true;
  const pending = sorted.filter((each) => !isOutbound(each)).map(pendingOf);
  return {
    pending: [...new Map(pending.map((message) => [message.id, message])).values()],
    outbound: sorted.filter(isOutbound).map(outboundOf),
  };
}

/** The state item alone holds pause, opt-out and the open turn: one condition checks them all. */
/** `recent`: keeps the number's switch and rollout, which each load reads, for the judgement before a part leaves. */
export function dynamodbConversations(
  table: Table & { retentionDays: number; clock: Clock; recent?: RecentControls },
): Conversations {
  const { client, tableName: TableName, clock, retentionDays } = table;

  const ownerIn = (item: Item | undefined) => {
    const owner = item && !isExpired(item, clock.now()) ? readText(item, "conversation") : undefined;
    return owner === undefined ? undefined : conversationId(owner);
  };

  async function readStates(conversation: ConversationId, name: NumberName | undefined) {
    const [state, consent] = [keys.state(conversation), keys.consent(conversation)];
    const [link, owner] = [keys.link(conversation), keys.name(conversation)];
    const readAt = clock.now();
    const found = await readItems(table, [
      state,
      consent,
      link,
      owner,
      ...(name ? [keys.number(name), ...controlKeys(name)] : []),
    ]);
    const controls = name && controlsIn(found, name);
    if (name && controls) table.recent?.keep(name, controls, readAt);
    const stateItem = found.get(state);
    if (stateItem) requireReadable(stateItem);
    const linkedTo = linkOf(found.get(link))?.to;
    const phoneOwner = ownerIn(found.get(owner));
    const numberItem = name ? found.get(keys.number(name)) : undefined;
    return {
      state: withLastingConsent(stateOf(conversation, stateItem, clock.now()), found.get(consent)),
      known: {
        ...(numberItem && numberStatusOf(numberItem)),
        ...(linkedTo !== undefined && linkedTo !== conversation && { linkedTo }),
        ...(phoneOwner !== undefined && phoneOwner !== conversation && { phoneOwner }),
        ...(controls?.off && { switchedOff: true }),
        ...omitUndefined({ rollout: controls?.rollout }),
      },
    };
  }

  async function readWaiting(conversation: ConversationId): Promise<readonly Item[]> {
    const { Items = [] } = await client.query({
      TableName,
      IndexName: PENDING_INDEX,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": keys.partition(conversation) },
      ConsistentRead: true,
      Limit: MAX_PENDING,
    });
    return Items;
  }

  return {
    async load(conversation, name) {
      const [waiting, { state, known }] = await Promise.all([
        readWaiting(conversation),
        readStates(conversation, name),
      ]);
      // A conversation that was merged into this one is answered here.
      const elsewhere = await Promise.all((state.mergedFrom ?? []).map(readWaiting));
      return { state, ...waitingIn([waiting, ...elsewhere].flat()), ...known };
    },

    mergeInto(conversation, other) {
      const key = keys.state(conversation);
      return updateOptimistically(async () => {
        const item = await readItem(table, key);
        if (item) requireReadable(item);
        const { mergedFrom, ...next } = mergeConversations(
          stateOf(conversation, item, clock.now()),
          other,
          clock.now(),
        );
        const { pauses, consent, rest } = splitSendBlocks(next);
        // Includes consent that has outlived the state, which the state would hide.
        const lasting = await updateLastingConsent(table, conversation, (kept) =>
          mergeConsent(kept, consent),
        );
        const change = {
          v: { N: ITEM_VERSION },
          version: number(next.version),
          ...writeWorkerFields(rest),
          ...writeSendBlocks({ ...pauses, ...mergeConsent(consent, lasting) }),
          ...nextControlled(item),
          ...writeMerge(omitUndefined({ mergedFrom })),
          expiresAt: expiresAfter(clock.now(), retentionDays),
        };
        return (await updateIf(table, key, change, unchangedSince(item))) ? undefined : { result: undefined };
      });
    },

    ...dynamodbSuspensions(table),

    async save(state, sendBlocks) {
      const change = {
        v: { N: ITEM_VERSION },
        version: number(state.version + 1),
        ...writeWorkerFields(state),
        expiresAt: expiresAfter(clock.now(), retentionDays),
      };
      const unchanged = state.version === 0 ? "attribute_not_exists(version)" : "version = :read";
      const condition = [unchanged, ...sendBlocks.map((each) => NOT_BLOCKED[each])].join(" AND ");
      const now = clock.now();
      const values = {
        ...(state.version > 0 && { ":read": number(state.version) }),
        ...(sendBlocks.includes("paused") && { ":now": number(now) }),
      };
      const existing = await updateIf(table, keys.state(state.conversation), change, { condition, values });
      if (!existing) return "saved";
      if ((readNumber(existing, "version") ?? 0) !== state.version) return "conflict";
      // With an emulator, the block may be gone by now: the caller reads again.
      return activeSendBlock(sendBlocksOf(existing), now, sendBlocks) ?? "conflict";
    },

    claimUnderstanding: (conversationIds, message, at) =>
      claimUnderstanding(table, conversationIds, message, at),

    keepUnderstood: (conversationIds, message, understood) =>
      keepUnderstood(table, conversationIds, message, understood),

    async archive(conversation, turn) {
      const expiresAt = expiresAfter(clock.now(), retentionDays);
      const Item = {
        ...keys.turn(conversation, turn.id),
        v: { N: ITEM_VERSION },
        ...writeDocument("turn", turn),
        expiresAt,
      };
      await client.putItem({ TableName, Item });
    },

    async archived(conversation, turn) {
      const item = await readItem(table, keys.turn(conversation, turn));
      return item && !isExpired(item, clock.now()) ? readDocument(requireReadable(item), "turn") : undefined;
    },

    async end(conversationIds, messages, ending, turn) {
      const change = {
        ...writeOutcome(ending),
        ...(turn && { answeredBy: text(turn) }),
        endedAt: number(clock.now()),
        pendingAt: undefined,
      };
      await Promise.all(
        conversationIds.flatMap((conversation) =>
          messages.map((id) =>
            updateIf(table, keys.message(conversation, id), change, {
              condition: "attribute_exists(pendingAt)",
            }),
          ),
        ),
      );
    },

    async endLate(conversationIds, messages, ending, turn) {
      const change = { ...writeOutcome(ending), endedAt: number(clock.now()) };
      const answered = { ":answered": text("answered"), ":drafted": text("drafted"), ":turn": text(turn) };
      const condition = "#outcome IN (:answered, :drafted) AND answeredBy = :turn";
      const messageKeys = conversationIds.flatMap((conversation) =>
        messages.map((id) => keys.message(conversation, id)),
      );
      await Promise.all(
        messageKeys.map((key) => updateIf(table, key, change, { condition, values: answered })),
      );
    },
  };
}
