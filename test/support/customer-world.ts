import { linkIds } from "../../lib/application/identity/identities.ts";
import { applyKeyword } from "../../lib/application/intake/apply-keyword.ts";
import { answerConversation } from "../../lib/application/turn/answer-conversation.ts";
import { type ConversationId, conversationId } from "../../lib/domain/ids.ts";
import type { Content, Customer, InboundMessage } from "../../lib/domain/inbound/inbound.ts";
import { engineWorld, SUPPORT } from "./engine-world.ts";
import { anEntry, aText } from "./make.ts";
import { memoryLedger } from "./memory/memory-ledger.ts";

export const DANA: Customer = { userId: "US.1", phone: "15550177001" };
export const DANA_LATER: Customer = { userId: "US.2", phone: "15550177002" };
export const idOf = ({ userId, phone }: Customer): ConversationId =>
  conversationId(userId ? `of-${userId}` : `of-${phone}`);

/** A number to which people write by whatever ids they have. */
export function aNumberWith(change: Parameters<typeof engineWorld>[0] = {}) {
  const world = engineWorld({
    conversationFor: (_, customer) => idOf(customer),
    sessionIdFor: (_, { phone, userId }) => phone ?? userId ?? "",
    ...change,
  });
  const sessions: string[] = [];
  const { ask } = world.engine.agent;
  world.engine.agent.ask = (question, deadline) => {
    sessions.push(question.session);
    return ask(question, deadline);
  };
  const answer = (conversation: ConversationId) =>
    answerConversation(world.engine, { conversation, number: SUPPORT, deadline: world.clock.time + 90_000 });
  const applyInWebhook = applyKeyword.bind(undefined, { ...world.engine, idFor: world.engine.turnIdFor });
  /** As the webhook does: recorded, and a keyword applied at once. */
  async function receive(
    customer: Customer,
    content: Content,
    sentAt = world.clock.time,
    about: Partial<InboundMessage> = {},
  ) {
    const [message, now] = [aText({ customer, content, sentAt, ...about }), world.clock.time];
    await memoryLedger(world.table).record(
      anEntry(idOf(customer), { number: SUPPORT, message, arrivedAt: now }),
    );
    const { userId, phone } = customer;
    await applyInWebhook(
      idOf(customer),
      { ...message, number: SUPPORT, sentAt },
      now,
      userId && phone ? [idOf({ phone })] : [],
    );
  }
  const work = (customer: Customer) => answer(idOf(customer));
  /** Works on the queue until nothing is left. */
  async function rest() {
    for (let command = world.turnQueue.sent.shift(); command; command = world.turnQueue.sent.shift())
      if (command.kind === "wake") await answer(command.conversation);
  }
  return {
    ...world,
    sessions,
    receive,
    work,
    rest,
    /** Customer writes, and is answered. */
    async says(customer: Customer, text: string) {
      world.clock.time += 1_000;
      await receive(customer, { kind: "text", text });
      await work(customer);
      await rest();
    },
    /** WhatsApp reports that Dana has other ids now. */
    async notes(from: Customer, to: Customer) {
      await receive(from, { kind: "identity-change", ...to });
      await linkIds(world.engine.links, idOf(from), idOf(to), world.clock.time);
    },
  };
}
