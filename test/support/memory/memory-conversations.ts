import type { Conversations } from "../../../lib/application/ports/ports.ts";
import { mergeConsent } from "../../../lib/domain/consent/consent.ts";
import { activeSendBlock, conversationIdsOf } from "../../../lib/domain/conversation/conversation.ts";
import { mergeConversations } from "../../../lib/domain/conversation/merge-conversations.ts";
import { splitSendBlocks } from "../../../lib/domain/conversation/split-send-blocks.ts";
import { withUnderstood } from "../../../lib/domain/media/media-task.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { isBlank } from "./memory-history.ts";
import type { MemoryMessage, MemoryTable } from "./memory-table.ts";

const inOrder = (a: MemoryMessage, b: MemoryMessage) =>
  a.sentAt - b.sentAt || a.arrivedAt - b.arrivedAt || a.position - b.position;

export const memoryConversations = (table: MemoryTable): Conversations => ({
  async suspendNumber(number, until, code, credentials) {
    const standing = table.suspended.get(number);
    if (until <= (standing?.until ?? 0)) return;
    const now = table.clock.now();
    const since = standing && now - standing.until < 3_600_000 ? standing.since : now;
    table.suspended.set(number, { until, since, code, ...(credentials !== undefined && { credentials }) });
  },
  async suspensionOf(number) {
    const suspension = table.suspended.get(number);
    return suspension && suspension.until > table.clock.now() ? suspension : undefined;
  },
  async throttledUntil(number) {
    const until = table.lines.get(number)?.throttledUntil;
    return until !== undefined && until > table.clock.now() ? until : undefined;
  },
  async resumeNumber(number) {
    const suspension = table.suspended.get(number);
    table.suspended.delete(number);
    return suspension;
  },
  async reserveSendSlot(number, from, width) {
    const place = Math.max(from, table.lines.get(number)?.nextAt ?? 0);
    table.lines.set(number, { nextAt: place + width, throttledUntil: from });
    return place;
  },
  async load(conversation, number) {
    const state = table.known(conversation);
    const conversationIds = conversationIdsOf(state);
    const kept = conversationIds.flatMap((conversation) => table.messages.under(conversation));
    const waiting = [
      ...new Map(kept.filter(({ outcome }) => !outcome).map((message) => [message.id, message])).values(),
    ];
    const jobs = conversationIds
      .flatMap((conversation) => table.outbound.under(conversation))
      .filter((job) => job.state === "waiting");
    const held = number && table.suspended.get(number);
    const line = number && table.lines.get(number);
    const linkedTo = table.links.get(conversation)?.to;
    const phoneOwner = table.names.get(conversation);
    return {
      state,
      pending: waiting
        .sort(inOrder)
        .slice(0, 100)
        .map(({ position: _, outcome: _o, answeredBy: _a, understood: _i, ...pending }) => pending),
      outbound: jobs
        .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
        .map(({ state: _s, code: _c, turn: _t, ...job }) => job),
      ...(linkedTo && linkedTo !== conversation && { linkedTo }),
      ...(phoneOwner && phoneOwner !== conversation && { phoneOwner }),
      ...(held && { suspendedUntil: held.until, suspension: held }),
      ...(line && { throttledUntil: line.throttledUntil }),
      ...(number && table.isOff(number) && { switchedOff: true }),
      ...(number && omitUndefined({ rollout: table.rollouts.get(number) })),
    };
  },
  async save(state, sendBlocks) {
    const standing = table.state(state.conversation);
    if (standing.version !== state.version) return "conflict";
    const blocked = activeSendBlock(standing, table.clock.now(), sendBlocks);
    if (blocked) return blocked;
    const { pauses, consent } = splitSendBlocks(standing);
    const { mergedFrom: _, ...rest } = splitSendBlocks(state).rest;
    const kept = { ...pauses, ...consent, ...(standing.mergedFrom && { mergedFrom: standing.mergedFrom }) };
    table.states.set(state.conversation, { ...rest, ...kept, version: state.version + 1 });
    return "saved";
  },
  async mergeInto(conversation, other) {
    const next = mergeConversations(table.state(conversation), other, table.clock.now());
    const { pauses, consent, rest } = splitSendBlocks(next);
    const lasting = table.keepConsent(conversation, (kept) => mergeConsent(kept, consent));
    table.states.set(conversation, { ...rest, ...pauses, ...mergeConsent(consent, lasting) });
  },
  async claimUnderstanding(conversationIds, id, at) {
    for (const conversation of conversationIds) {
      const message = table.message(conversation, id);
      if (!message || isBlank(message)) continue;
      if (message.understandingAt !== undefined) return message.understandingAt;
      message.understandingAt = at;
      return undefined;
    }
    return 0;
  },
  async keepUnderstood(conversationIds, id, understood) {
    for (const conversation of conversationIds) {
      const message = table.message(conversation, id);
      if (!message || isBlank(message) || message.understood) continue;
      message.understood = understood;
      message.content = withUnderstood(message.content, understood);
    }
    const copies = conversationIds.map((conversation) => table.message(conversation, id));
    return copies.find((message) => message?.understood && !isBlank(message))?.understood ?? new Map();
  },
  async archive(conversation, turn) {
    table.turns.set(`${conversation} ${turn.id}`, turn);
  },
  archived: async (conversation, turn) => table.turns.get(`${conversation} ${turn}`),
  async end(conversationIds, messages, ending, turn) {
    for (const message of conversationIds.flatMap((conversation) =>
      messages.map((id) => table.message(conversation, id)),
    )) {
      if (!message || message.outcome) continue;
      message.outcome = ending;
      if (turn) message.answeredBy = turn;
    }
  },
  async endLate(conversationIds, messages, ending, turn) {
    for (const message of conversationIds.flatMap((conversation) =>
      messages.map((id) => table.message(conversation, id)),
    ))
      if (
        (message?.outcome?.kind === "answered" || message?.outcome?.kind === "drafted") &&
        message.answeredBy === turn
      )
        message.outcome = ending;
  },
});
