import type { OperatorDeps } from "../../functions/operator/caller.ts";
import { createHandler, type SignedRequest } from "../../functions/operator/handler.ts";
import { conversationIdOf, sessionHashOf, shortIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { linkIds } from "../../lib/application/identity/identities.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import type { TemplateCatalogue } from "../../lib/application/ports/control-ports.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import { cachedTemplates } from "../../lib/application/staff/templates/cached-templates.ts";
import type { ConversationState } from "../../lib/domain/conversation/conversation.ts";
import { type ConversationId, type NumberName, numberName } from "../../lib/domain/ids.ts";
import type { Customer } from "../../lib/domain/inbound/inbound.ts";
import type { TemplateDefinition } from "../../lib/domain/template/template.ts";
import { explainFailure } from "../../lib/providers/failures.ts";
import { FakeClock, FakeTelemetry, FakeTurnQueue } from "./fakes.ts";
import { anEntry, aText } from "./make.ts";
import { memoryDirectory, memoryHandoffs, memoryLeads } from "./memory/memory-contacts.ts";
import { memoryControls, memoryRollouts, memorySwitches } from "./memory/memory-controls.ts";
import { memoryConversations } from "./memory/memory-conversations.ts";
import { memoryHistory } from "./memory/memory-history.ts";
import { memoryLedger } from "./memory/memory-ledger.ts";
import { memoryLinks } from "./memory/memory-links.ts";
import { memoryOptIns } from "./memory/memory-opt-ins.ts";
import { memoryAllowance, memoryCampaigns, memoryOutbox } from "./memory/memory-outbox.ts";
import { memoryDelayedAnswers, memoryFailureCounts } from "./memory/memory-status.ts";
import { MemoryTable } from "./memory/memory-table.ts";
import { operatorEvent } from "./operator-event.ts";

const IDENTITY_KEY = "0123456789abcdef";
const UNTAKEN_AFTER_MS = 30 * 60_000;
export const SUPPORT = numberName("support");
export const SALES = numberName("sales");
const NUMBERS = [
  { name: SUPPORT, provider: "meta" as const },
  { name: SALES, provider: "twilio" as const },
];
export const DANA: Customer = {
  userId: "US.41002003004005006007",
  phone: "15550177001",
  profileName: "Dana Test",
};

export const conversationFor = (number: NumberName, customer: Customer): ConversationId =>
  conversationIdOf(IDENTITY_KEY, number, customer);

export const aTemplate = (change: Partial<TemplateDefinition> = {}): TemplateDefinition => ({
  name: "order_update",
  language: "en_US",
  status: "APPROVED",
  category: "UTILITY",
  named: false,
  body: { text: "Hello {{1}}, your order has left.", placeholders: ["1"] },
  buttons: [],
  ...change,
});

class FakeCatalogue implements TemplateCatalogue {
  templates: TemplateDefinition[] = [aTemplate()];
  limit: number | undefined = undefined;
  failing = false;
  lists = 0;

  async list() {
    this.lists++;
    if (this.failing) throw new IntegrationError({ system: "meta", code: "190", retry: "later" });
    return [...this.templates];
  }

  dailyLimit = async () => this.limit;
}

/** All that is stored, open to inspection. */
const memoryStorage = (table: MemoryTable) => ({
  ledger: memoryLedger(table),
  controls: memoryControls(table),
  links: memoryLinks(table),
  outbox: memoryOutbox(table),
  directory: memoryDirectory(table),
  leads: memoryLeads(table),
  handoffList: memoryHandoffs(table),
  history: memoryHistory(table),
  campaigns: memoryCampaigns(table),
  allowance: memoryAllowance(table),
  switches: memorySwitches(table),
  rollouts: memoryRollouts(table),
  optIns: memoryOptIns(table),
  conversations: memoryConversations(table),
  delayedAnswers: memoryDelayedAnswers(table),
  failureCounts: memoryFailureCounts(table),
});

export type Storage = ReturnType<typeof memoryStorage>;

export function operatorWorld(settings: { requiresOptIn?: boolean } = {}) {
  const clock = new FakeClock();
  const table = new MemoryTable(clock);
  return { table, ...operatorWorldOn(clock, memoryStorage(table), settings) };
}

/** The operator function with everything that it writes to. */
export function operatorWorldOn(
  clock: FakeClock,
  { ledger, ...storage }: Storage,
  { requiresOptIn = false }: { requiresOptIn?: boolean } = {},
) {
  const [turnQueue, telemetry, catalogue] = [new FakeTurnQueue(), new FakeTelemetry(), new FakeCatalogue()];
  const ports = { ...storage, turnQueue };
  const shelf = cachedTemplates(catalogue, clock);
  let ids = 0;

  const handlerWith = (given: typeof ports) => {
    const operator: OperatorDeps = {
      ...given,
      controls: linkedControls(given.controls, given.links),
      clock,
      numbers: NUMBERS,
      conversationFor,
      templatesOf: () => shelf,
      requiresOptIn,
      resumeAfterMs: 12 * 3_600_000,
      hasInbox: true,
      shortId: shortIdOf,
      ledger,
      explainFailure: (name, code) =>
        explainFailure(
          { provider: NUMBERS.find((each) => each.name === name)?.provider ?? "meta", name },
          code,
        ),
      untakenAfterMs: UNTAKEN_AFTER_MS,
    };
    return createHandler({ deps: async () => operator, newId: () => `new-${++ids}`, telemetry });
  };

  async function send(event: SignedRequest, given = ports) {
    const { statusCode, body } = await handlerWith(given)(event);
    return { status: statusCode, json: JSON.parse(body ?? "null") };
  }
  const callWith = (given: typeof ports, ...event: Parameters<typeof operatorEvent>) =>
    send(operatorEvent(...event), given);

  /** The customer's other id leads here from now on. */
  async function mergeInto(conversation: ConversationId, other: ConversationId) {
    await linkIds(ports.links, conversation, other, clock.now());
    const { state } = await ports.conversations.load(other);
    await ports.conversations.save({ ...state, movedTo: conversation }, []);
    await ports.conversations.mergeInto(conversation, state);
  }

  /** The customer wrote a minute ago. */
  async function aConversationWith(
    customer: Customer = DANA,
    number: NumberName = SUPPORT,
    change: Partial<ConversationState> = {},
  ) {
    const conversation = conversationFor(number, customer);
    const lastInboundAt = clock.now() - 60_000;
    await ledger.record(
      anEntry(conversation, { number, message: aText({ customer, sentAt: lastInboundAt }) }),
    );
    const names =
      customer.phone && customer.userId ? [conversationFor(number, { phone: customer.phone })] : [];
    const session = sessionHashOf(IDENTITY_KEY, customer.phone ?? customer.userId ?? "");
    await ports.directory.note(conversation, { number, session, names });
    const progress = { indexedAs: [session, ...names].join(" ") };
    await ports.conversations.save(
      { conversation, version: 0, number, customer, lastInboundAt, progress, ...change },
      [],
    );
    if (change.movedTo) await mergeInto(change.movedTo, conversation);
    return conversation;
  }

  return {
    clock,
    ports,
    ledger,
    turnQueue,
    telemetry,
    catalogue,
    send,
    callWith,
    aConversationWith,
    mergeInto,
    call: (...event: Parameters<typeof operatorEvent>) => callWith(ports, ...event),
  };
}
export type OperatorWorld = ReturnType<typeof operatorWorldOn>;
