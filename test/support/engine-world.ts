import { createHash } from "node:crypto";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import type { BusinessNumber, Engine, Rules } from "../../lib/application/ports/engine.ts";
import type { Outgoing, SendOutcome } from "../../lib/application/ports/sender.ts";
import { answerConversation } from "../../lib/application/turn/answer-conversation.ts";
import type { BusinessEvent } from "../../lib/domain/business-event.ts";
import { keywordDetector } from "../../lib/domain/consent/keywords.ts";
import { conversationId, numberName, turnId } from "../../lib/domain/ids.ts";
import type { Content, InboundMessage } from "../../lib/domain/inbound/inbound.ts";
import { extractLeadFacts } from "../../lib/domain/lead/lead-facts.ts";
import { FakeClock, FakeTelemetry, FakeTurnQueue } from "./fakes.ts";
import { aConversation, anEntry, aText } from "./make.ts";
import { memoryActivity } from "./memory/memory-activity.ts";
import { memoryDirectory, memoryHandoffs, memoryLeads } from "./memory/memory-contacts.ts";
import { memoryControls, memorySwitches } from "./memory/memory-controls.ts";
import { memoryConversations } from "./memory/memory-conversations.ts";
import { memoryHistory } from "./memory/memory-history.ts";
import { memoryDeliveries, memoryLedger } from "./memory/memory-ledger.ts";
import { memoryLinks } from "./memory/memory-links.ts";
import { memoryOptIns } from "./memory/memory-opt-ins.ts";
import { memoryCampaigns, memoryOutbox } from "./memory/memory-outbox.ts";
import { memoryRepeatedTexts } from "./memory/memory-repeated-texts.ts";
import { MemoryTable } from "./memory/memory-table.ts";

export const SUPPORT = numberName("support");
export const HOUR = 3_600_000;

const RULES: Rules = {
  quietSeconds: 0,
  maxWaitSeconds: 0,
  adaptiveQuiet: true,
  staleAfterHours: 23,
  stale: "ignore",
  graceSeconds: 45,
  agentAttempts: 3,
  maxPerHour: 60,
  deferredFreshHours: 72,
  resumeAfterMs: 12 * HOUR,
  remindAfterMs: 0,
  phrases: [],
  failedTurns: 2,
  noteForAgent: true,
  confirmOptOut: true,
  askToResend: true,
  marketingStop: "all",
  followUps: [],
};

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 40);

export const detectKeyword = keywordDetector({ stop: [], start: [], human: [], bot: [] });

/** Its texts are recognisable. */
export const aNumber = (
  change: Partial<BusinessNumber> & Pick<BusinessNumber, "sender">,
): BusinessNumber => ({
  name: SUPPORT,
  agentId: "agent",
  textFor: (key) => (key === "fallback" ? "sorry" : `text:${key}`),
  quotes: true,
  messagesPerSecond: 80,
  formatReply: (text) => [{ text }],
  splitText: (text) => [{ text }],
  failureActionFor: () => "never",
  failureCause: (code) => (code === "131026" ? "recipient" : "business"),
  ...change,
});

/** In memory; a test replaces the ports that it checks. */
export const memoryEngine = (
  table: MemoryTable,
  change: Partial<Engine> & Pick<Engine, "agent" | "numberNamed" | "conversationFor">,
): Engine => ({
  conversations: memoryConversations(table),
  deliveries: memoryDeliveries(table),
  controls: linkedControls(memoryControls(table), memoryLinks(table)),
  switches: memorySwitches(table),
  repeatedTexts: memoryRepeatedTexts(table),
  outbox: memoryOutbox(table),
  campaigns: memoryCampaigns(table),
  directory: memoryDirectory(table),
  optIns: memoryOptIns(table),
  links: memoryLinks(table),
  leads: memoryLeads(table),
  handoffs: memoryHandoffs(table),
  history: memoryHistory(table),
  activity: memoryActivity(table),
  notifications: { send: async () => undefined },
  events: { publish: async () => undefined },
  clock: table.clock,
  random: () => 0,
  telemetry: new FakeTelemetry(),
  unresponsiveUntil: new Map(),
  rules: RULES,
  handoffNotice: {
    mail: true,
    stage: "prod",
    mailContent: "full",
    eventContent: "full",
    link: (_, { phone }) => phone && `https://wa.me/${phone}`,
  },
  messageEvents: "off",
  agentTimeoutMs: 30_000,
  turnQueue: new FakeTurnQueue(),
  turnIdFor: (cause) => turnId(cause.length > 38 ? digest(cause) : `t-${cause}`.replace(/[^\w-]/g, "-")),
  sessionIdFor: () => "session",
  sessionHashFor: (session) => `hash-of-${session}`,
  detectKeyword,
  leadFactsOf: (messages, customer) =>
    extractLeadFacts(messages, customer, { fromText: true, countryOf: () => "US", phonesIn: () => [] }),
  ...change,
});

/** One conversation with a number, and everything that happens in it. */
export function engineWorld({
  number: numberChange = {},
  rules = {},
  ...change
}: Omit<Partial<Engine>, "rules"> & { number?: Partial<BusinessNumber>; rules?: Partial<Rules> } = {}) {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  const telemetry = new FakeTelemetry();
  const turnQueue = new FakeTurnQueue();
  const conversation = aConversation();
  const asked: string[] = [];
  const sent: Outgoing[] = [];
  const outcomes: SendOutcome[] = [];
  const events: BusinessEvent[] = [];
  const mails: { subject: string; text: string }[] = [];
  const sender: BusinessNumber["sender"] = {
    maxLength: 4000,
    showTyping: async () => undefined,
    send: async (message) => {
      const outcome = outcomes.shift() ?? { kind: "accepted", id: `out-${sent.length}` };
      if (outcome.kind === "accepted") sent.push(message);
      return outcome;
    },
  };
  const support = aNumber({ sender, ...numberChange });
  const engine = memoryEngine(table, {
    clock,
    telemetry,
    turnQueue,
    agent: {
      ask: async ({ text }) => {
        asked.push(text);
        return { text: `re: ${text}` };
      },
    },
    events: { publish: async (event) => void events.push(event) },
    notifications: { send: async (mail) => void mails.push(mail) },
    numberNamed: (name) => (name === SUPPORT ? support : undefined),
    // The conversation of the phone alone differs from that of the user id.
    conversationFor: (_, { userId, phone }) => (userId ? conversation : conversationId(`by-phone-${phone}`)),
    rules: { ...RULES, ...rules },
    ...change,
  });
  const run = (time = 90_000) =>
    answerConversation(engine, { conversation, number: SUPPORT, deadline: clock.time + time });
  const write = (
    content: Content | string,
    { number = "support", sentAt = clock.time, ...about }: { number?: string } & Partial<InboundMessage> = {},
  ) => {
    const message = aText({
      content: typeof content === "string" ? { kind: "text", text: content } : content,
      sentAt,
      ...about,
    });
    return engineLedger.record(
      anEntry(conversation, { number: numberName(number), message, arrivedAt: clock.time }),
    );
  };
  const engineLedger = memoryLedger(table);
  return {
    clock,
    table,
    telemetry,
    turnQueue,
    conversation,
    engine,
    asked,
    sent,
    /** How the next sends end; accepted when none is left. */
    outcomes,
    events,
    mails,
    write,
    texts: () => sent.map(({ text }) => text),
    state: () => table.state(conversation),
    endings: () =>
      [...table.messages.values()].map(({ outcome }) =>
        outcome && "reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome?.kind,
      ),
    run,
    /** Runs, and lets time pass, until nothing waits. */
    async settle() {
      for (;;) {
        const result = await run();
        if (result.kind === "done") return;
        clock.time += result.delayMs;
      }
    },
    /** The provider reports a closed window, again and again, although it is open by our own clock. */
    refuseWindow() {
      for (let tries = 0; tries < 3; tries++)
        outcomes.push({ kind: "refused", code: "131047", failureAction: "template" });
    },
  };
}
