import { isSamePhone } from "../../domain/conversation/contact.ts";
import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import { updatedCustomer } from "../../domain/conversation/customer.ts";
import type { Progress } from "../../domain/conversation/progress.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import { unmergedFacts } from "../../domain/lead/lead-facts.ts";
import { DAY_MS } from "../../domain/time.ts";
import { publishLeadWith } from "../notify/publish-lead.ts";
import { sideTasksWith } from "../notify/side-tasks.ts";
import { type Engine, saveAlways } from "../ports/engine.ts";

/** Who has another user id, or is known by another phone alone, is another person. */
const isAnother = (one: Customer | undefined, { userId, phone }: Customer) =>
  one?.userId !== undefined && userId !== undefined
    ? one.userId !== userId
    : one?.phone !== undefined && phone !== undefined && !isSamePhone(one.phone, phone);

/** A message that comes late, or by the old id once more, does not say how the customer is reached now. */
const isFormer = ({ identity }: ConversationState, { userId, phone }: Customer) =>
  identity?.formerIds.includes(userId ?? phone ?? "") === true;

/** Milliseconds. Less than the shortest retention: who goes on writing stays known. */
const RENEW_AFTER_MS = 7 * DAY_MS;

const DIRECTORY = { kind: "directory", key: "names" } as const;

/**
 * Notes who the customer is: how the conversation can be found by session and phone, and what the lead record does not have yet.
 * Costs nothing while nothing is news. Gives the state with the customer, session and progress as they are then, which the next save keeps;
 * whoever dies before that notes the same once more.
 */
export const noteContactWith = (engine: Engine) => {
  const { controls, conversations, directory, leads, clock, conversationFor, sessionIdFor, sessionHashFor, leadFactsOf } = engine;
  const publishLead = publishLeadWith(engine);
  const sideTasks = sideTasksWith(engine);

  /** A phone that has passed to another person, told by the user id or because its owner has another phone, does not bring that person the former owner's session. */
  async function sessionOf(conversation: ConversationId, customer: Customer): Promise<string> {
    const session = sessionIdFor(conversation, customer);
    const { userId, phone } = customer;
    if (!userId || !phone) return session;
    const others = await directory.bySession(sessionHashFor(session));
    const states = await Promise.all(others.map((other) => controls.read(other.conversation)));
    const isTaken = states.some((state) => isAnother(state.customer, customer));
    return isTaken ? sessionIdFor(conversation, { userId }) : session;
  }

  async function noteNames(state: ConversationState, number: NumberName, session: string, due: boolean): Promise<ConversationState> {
    const { conversation, customer, progress = {} } = state;
    const names = customer?.phone ? [conversationFor(number, { phone: customer.phone })].filter((name) => name !== conversation) : [];
    const hash = sessionHashFor(session);
    const noted = [hash, ...names].join(" ");
    if (progress.indexedAs === noted && !due) return state;
    const run = async () => {
      await directory.note(conversation, { number, session: hash, names });
      const { consentChange } = state;
      if (consentChange) await Promise.all(names.map((name) => controls.keepConsent(name, consentChange)));
    };
    const tried = await sideTasks.attempt(state, number, { ...DIRECTORY, run });
    return tried.settled
      ? { ...tried.state, progress: { ...tried.state.progress, indexedAs: noted, indexedAt: clock.now() } }
      : tried.state;
  }

  async function noteFacts(
    state: ConversationState,
    number: NumberName,
    messages: readonly PendingMessage[],
    due: boolean,
  ): Promise<Progress> {
    const { conversation, customer = {}, progress = {} } = state;
    const news = unmergedFacts(leadFactsOf(messages, customer), due ? undefined : progress.lead);
    if (!news) return progress;
    await leads.merge(conversation, number, news.facts, clock.now());
    return { ...progress, leadUnpublished: true, lead: { ...progress.lead, ...news.known } };
  }

  return async (start: ConversationState, number: NumberName, messages: readonly PendingMessage[]): Promise<ConversationState> => {
    const last = messages.at(-1);
    if (!last) {
      const named = sideTasks.anyFailed(start, [DIRECTORY]) ? await noteNames(start, number, start.sessionId ?? "", true) : start;
      const published = named.progress?.leadUnpublished ? await publishLead(named, number) : named;
      const state = await sideTasks.retry(published, number);
      return state === start ? start : saveAlways(conversations, state);
    }
    const customer = start.customer && isFormer(start, last.customer) ? start.customer : updatedCustomer(start.customer, last.customer);
    const sessionId = start.sessionId ?? (await sessionOf(start.conversation, last.customer));
    const progress: Progress = { ...start.progress, ...(start.sessionId === undefined && { isFirstContact: true }) };
    const due = clock.now() - (progress.indexedAt ?? 0) > RENEW_AFTER_MS;
    const named = await noteNames({ ...start, number, customer, sessionId, progress }, number, sessionId, due);
    const noted = { ...named, progress: await noteFacts(named, number, messages, due) };
    const published = noted.progress.leadUnpublished ? await publishLead(noted, number) : noted;
    return sideTasks.retry(published, number);
  };
};
