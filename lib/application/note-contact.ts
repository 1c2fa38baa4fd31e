import type { ConversationState, PendingMessage } from "../domain/conversation.ts";
import { withNews } from "../domain/customer.ts";
import type { ConversationId, NumberName } from "../domain/ids.ts";
import { newsFor } from "../domain/lead-facts.ts";
import type { Memory } from "../domain/memory.ts";
import { type Engine, saveAlways } from "./engine.ts";
import { withinCeiling } from "./within-ceiling.ts";

/** Milliseconds. Less than the shortest retention: who goes on writing stays known. */
const RENEWED_AFTER = 7 * 86_400_000;

type Ports = Pick<Engine, "directory" | "leads" | "leadQueue" | "events" | "clock" | "telemetry" | "notice">;

/** Publishes what became known of a contact: whether there was news. Repeating it is harmless: the event has the revision's id. */
export const publishLeadWith =
  ({ leads, leadQueue, events, telemetry, notice }: Ports) =>
  async (conversation: ConversationId, number: NumberName): Promise<boolean> => {
    const lead = await leads.find(conversation);
    if (!lead || (lead.published ?? 0) >= lead.revision) return false;
    const { revision, fields } = lead;
    const known = Object.fromEntries(Object.entries(fields).map(([name, { value, source }]) => [name, { value, source }]));
    await events.publish({
      type: "lead.captured",
      id: `${conversation}.lead.${revision}`,
      conversation,
      number,
      detail: { revision, first: revision === 1, ...(notice.eventContent === "full" && { fields: known }) },
    });
    await leadQueue?.send({ conversation, revision });
    await leads.published(conversation, revision);
    telemetry.count("LeadsCaptured", 1, { number });
    telemetry.info("lead.captured", { conversation, revision });
    return true;
  };

/** `failure`: the lead could not be published just now. It is tried again with the wake-up; the customer is answered meanwhile. */
export type Noted = { state: ConversationState; failure?: unknown };

/**
 * Notes who the customer is: how the conversation can be found by session and phone, and what the lead record does not have yet.
 * Costs nothing while nothing is news. Gives the state with the customer, session and memory as they are then, which the next save keeps;
 * whoever dies before that notes the same once more.
 */
export const noteContactWith = (engine: Engine) => {
  const { controls, conversations, directory, leads, clock, conversationFor, sessionIdFor, sessionHashFor, factsOf } = engine;
  const publishLead = publishLeadWith(engine);

  async function noteNames(state: ConversationState, number: NumberName, session: string, due: boolean): Promise<Memory> {
    const { conversation, customer, memory = {} } = state;
    const names = customer?.phone ? [conversationFor(number, { phone: customer.phone })].filter((name) => name !== conversation) : [];
    const hash = sessionHashFor(session);
    const noted = [hash, ...names].join(" ");
    if (memory.noted === noted && !due) return memory;
    await directory.note(conversation, { number, session: hash, names });
    const { wish } = state;
    if (wish) await Promise.all(names.map((name) => controls.wish(name, wish)));
    return { ...memory, noted, notedAt: clock.now() };
  }

  async function noteFacts(
    state: ConversationState,
    number: NumberName,
    messages: readonly PendingMessage[],
    due: boolean,
  ): Promise<Memory> {
    const { conversation, customer = {}, memory = {} } = state;
    const news = newsFor(factsOf(messages, customer), due ? undefined : memory.lead);
    if (!news) return memory;
    await leads.merge(conversation, number, news.facts, clock.now());
    return { ...memory, leadUnpublished: true, lead: { ...memory.lead, ...news.known } };
  }

  /** What was merged, also by an earlier attempt, is published; or remembered as not published yet, also where the hour has no room for it. */
  async function publishFacts(state: ConversationState, number: NumberName): Promise<Noted> {
    const { leadUnpublished, ...memory } = state.memory ?? {};
    if (!leadUnpublished) return { state };
    const counted = withinCeiling(engine, { ...state, memory }, number, "lead-event");
    if (!counted) return { state };
    try {
      const isNews = await publishLead(state.conversation, number);
      return { state: { ...state, memory: isNews ? counted : memory } };
    } catch (failure) {
      return { state, failure };
    }
  }

  return async (start: ConversationState, number: NumberName, messages: readonly PendingMessage[]): Promise<Noted> => {
    const last = messages.at(-1);
    if (!last) {
      const { state, failure } = await publishFacts(start, number);
      return { state: state === start ? start : await saveAlways(conversations, state), failure };
    }
    const customer = withNews(start.customer, last.customer);
    const sessionId = start.sessionId ?? sessionIdFor(start.conversation, last.customer);
    const memory: Memory = { ...start.memory, ...(start.sessionId === undefined && { fresh: true }) };
    const state = { ...start, number, customer, sessionId, memory };
    const due = clock.now() - (memory.notedAt ?? 0) > RENEWED_AFTER;
    const named = { ...state, memory: await noteNames(state, number, sessionId, due) };
    return publishFacts({ ...named, memory: await noteFacts(named, number, messages, due) }, number);
  };
};
