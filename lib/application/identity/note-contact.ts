import type { ConversationState, PendingMessage } from "../../domain/conversation/conversation.ts";
import { updatedCustomer } from "../../domain/conversation/customer.ts";
import { isSamePhone, phoneVariants } from "../../domain/conversation/phone-variants.ts";
import type { Progress } from "../../domain/conversation/progress.ts";
import type { ConversationId, NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import { unmergedFacts } from "../../domain/lead/lead-facts.ts";
import { DAY_MS } from "../../domain/time.ts";
import { publishLead } from "../notify/publish-lead.ts";
import { anyFailed } from "../notify/side-task.ts";
import { attemptSideTask } from "../notify/side-tasks.ts";
import { retrySideTasks } from "../notify/stored-side-tasks.ts";
import type { Engine } from "../ports/engine.ts";
import { saveAlways } from "../ports/save-always.ts";
import { leavePhones, shareOptIns } from "./share-opt-ins.ts";

/** Where only phones are known, another phone means another person. */
const isAnother = (one: Customer | undefined, { userId, phone }: Customer) =>
  one?.userId !== undefined && userId !== undefined
    ? one.userId !== userId
    : one?.phone !== undefined && phone !== undefined && !isSamePhone(one.phone, phone);

/** A late message, or one by the old id, does not show how the customer is reached now. */
const isFormer = ({ identity }: ConversationState, { userId, phone }: Customer) =>
  identity?.formerIds.includes(userId ?? phone ?? "") === true;

/** Less than the shortest retention: customers who go on writing stay known. */
const RENEW_AFTER_MS = 7 * DAY_MS;

const DIRECTORY = { kind: "directory", key: "names" } as const;

/**
 * Notes how the conversation is found, and what the lead record lacks. Costs nothing while nothing is new.
 * The caller saves the returned state.
 */
export async function noteContact(
  engine: Engine,
  start: ConversationState,
  number: NumberName,
  messages: readonly PendingMessage[],
): Promise<ConversationState> {
  const last = messages.at(-1);
  if (!last) return retryContact(engine, start, number);
  const customer =
    start.customer && isFormer(start, last.customer)
      ? start.customer
      : updatedCustomer(start.customer, last.customer);
  const sessionId = start.sessionId ?? (await sessionOf(engine, start.conversation, last.customer));
  const progress: Progress = {
    ...start.progress,
    ...(start.sessionId === undefined && { isFirstContact: true, isNewToAgent: true }),
  };
  const isDue = engine.clock.now() - (progress.indexedAt ?? 0) > RENEW_AFTER_MS;
  const named = await noteNames(
    engine,
    { ...start, number, customer, sessionId, progress },
    number,
    sessionId,
    isDue,
  );
  const noted = { ...named, progress: await noteFacts(engine, named, number, messages, isDue) };
  const published = noted.progress.leadUnpublished ? await publishLead(engine, noted, number) : noted;
  return retrySideTasks(engine, published, number);
}

async function retryContact(
  engine: Engine,
  start: ConversationState,
  number: NumberName,
): Promise<ConversationState> {
  const named = anyFailed(start, [DIRECTORY])
    ? await noteNames(engine, start, number, start.sessionId ?? "", true)
    : start;
  const published = named.progress?.leadUnpublished ? await publishLead(engine, named, number) : named;
  const state = await retrySideTasks(engine, published, number);
  return state === start ? start : saveAlways(engine.conversations, state);
}

/** Another person behind the same phone does not get the former owner's session. */
async function sessionOf(engine: Engine, conversation: ConversationId, customer: Customer): Promise<string> {
  const { controls, directory, sessionIdFor, sessionHashFor } = engine;
  const session = sessionIdFor(conversation, customer);
  const { userId, phone } = customer;
  if (!phone) return session;
  const others = await directory.bySession(sessionHashFor(session));
  const states = await Promise.all(others.map((other) => controls.read(other.conversation)));
  const isTaken = states.some((state) => isAnother(state.customer, customer));
  return isTaken ? sessionIdFor(conversation, { userId: userId ?? conversation }) : session;
}

async function noteNames(
  engine: Engine,
  state: ConversationState,
  number: NumberName,
  session: string,
  isDue: boolean,
): Promise<ConversationState> {
  const { controls, directory, clock, conversationFor, sessionHashFor } = engine;
  const { conversation, customer, progress = {}, consentChange } = state;
  const names = customer?.phone
    ? [conversationFor(number, { phone: customer.phone })].filter((name) => name !== conversation)
    : [];
  // Staff may have written another spelling.
  const phoneNames = phoneVariants(customer?.phone ?? "")
    .map((phone) => conversationFor(number, { phone }))
    .filter((name) => name !== conversation);
  const hash = sessionHashFor(session);
  const indexedAs = [hash, ...names].join(" ");
  if (progress.indexedAs === indexedAs && !isDue) return state;
  const run = async () => {
    await directory.note(conversation, { number, session: hash, names });
    for (const name of phoneNames) await shareOptIns(engine, conversation, name);
    if (customer?.phone) await leavePhones(engine, conversation, phoneNames);
    if (consentChange) await Promise.all(names.map((name) => controls.keepConsent(name, consentChange)));
  };
  const { state: after, settled } = await attemptSideTask(engine, state, number, { ...DIRECTORY, run });
  return settled ? { ...after, progress: { ...after.progress, indexedAs, indexedAt: clock.now() } } : after;
}

async function noteFacts(
  { leads, clock, leadFactsOf }: Engine,
  state: ConversationState,
  number: NumberName,
  messages: readonly PendingMessage[],
  isDue: boolean,
): Promise<Progress> {
  const { conversation, customer = {}, progress = {} } = state;
  const news = unmergedFacts(leadFactsOf(messages, customer), isDue ? undefined : progress.lead);
  if (!news) return progress;
  await leads.merge(conversation, number, news.facts, clock.now());
  return { ...progress, leadUnpublished: true, lead: { ...progress.lead, ...news.known } };
}
