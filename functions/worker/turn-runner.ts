import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import {
  conversationIdOf,
  sessionHashOf,
  sessionIdOf,
  turnIdOf,
} from "../../lib/adapters/identity/keyed-ids.ts";
import { CONNECT_AGENT } from "../../lib/agents/agents.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import type { CommandResult } from "../../lib/application/ports/command-result.ts";
import type { Engine, Rules } from "../../lib/application/ports/engine.ts";
import type { TurnCommand } from "../../lib/application/ports/ports.ts";
import { AdaptiveTimeout } from "../../lib/application/turn/adaptive-timeout.ts";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import { withAdaptiveTimeout } from "../../lib/application/turn/with-adaptive-timeout.ts";
import { agentTimeoutSeconds } from "../../lib/config/derived/agent-timeout.ts";
import { chatInInbox, chatLink } from "../../lib/config/derived/chat-link.ts";
import { pauseRulesOf } from "../../lib/config/derived/hours-of.ts";
import { remindAfterMs } from "../../lib/config/derived/reminders.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { AGENTS } from "../../lib/domain/agent-name.ts";
import { keywordDetector } from "../../lib/domain/consent/keywords.ts";
import { messageId } from "../../lib/domain/ids.ts";
import type { Customer } from "../../lib/domain/inbound/inbound.ts";
import { countryOfCustomer } from "../../lib/domain/language/country.ts";
import { extractLeadFacts } from "../../lib/domain/lead/lead-facts.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { configuredTemplate } from "../../lib/domain/template/configured-template.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import { businessNumbers, type Numbers } from "./business-numbers.ts";
import { lateFormatter } from "./late-formatter.ts";

type Ports = Pick<
  Engine,
  | "conversations"
  | "deliveries"
  | "controls"
  | "switches"
  | "repeatedTexts"
  | "outbox"
  | "campaigns"
  | "directory"
  | "optIns"
  | "links"
  | "leads"
  | "leadQueue"
  | "handoffs"
  | "notifications"
  | "schedules"
  | "understanding"
  | "history"
  | "activity"
  | "delayedAnswers"
  | "failureCounts"
  | "turnQueue"
  | "events"
  | "clock"
  | "random"
  | "telemetry"
>;

export type TurnRunner = Ports &
  Pick<Numbers, "sendings" | "failures" | "staffFiles"> & {
    settings: Settings;
    publicUrl: string;
    /** The page for staff; absent when the inbox is off. */
    inboxUrl?: string;
    stage?: string;
    secrets(): Promise<Secrets>;
    invalidateSecrets(): void;
    fetch: Fetch;
  };

const rulesOf = (settings: Settings): Rules => {
  const { turns, replies, handoff, optOut, followUps } = settings;
  return {
    ...turns,
    ...pauseRulesOf(settings),
    deferredFreshHours: replies.deferredFreshHours,
    remindAfterMs: remindAfterMs(handoff),
    phrases: handoff.phrases,
    failedTurns: handoff.failedTurns,
    noteForAgent: handoff.note,
    confirmOptOut: optOut.confirm,
    askToResend: replies.askToResend,
    marketingStop: optOut.marketingStop,
    followUps: followUps.map(({ afterHours, text, template }) => ({
      afterHours,
      ...omitUndefined({ text }),
      ...(template && { template: (customer: Customer) => configuredTemplate(template, customer) }),
    })),
  };
};

export function turnRunner(
  deps: TurnRunner,
): (command: TurnCommand, deadline: number) => Promise<CommandResult> {
  const { settings, secrets, inboxUrl, stage } = deps;
  const { loadsWhileAsked, replyParts } = lateFormatter();
  const timeout = new AdaptiveTimeout(settings[AGENTS[0]].timeoutSeconds * SECOND_MS);
  const connected = withAdaptiveTimeout(CONNECT_AGENT[AGENTS[0]](deps), { ...deps, timeout });
  const agent = loadsWhileAsked(connected);
  const rules = rulesOf(settings);
  const detectKeyword = keywordDetector(settings.keywords, { inVoice: settings.media.keywordsInVoice });
  const unresponsiveUntil = new Map<string, number>();

  /** Imported late: the numbering plans would slow down cold starts. */
  async function prepare() {
    const { countryOfPhone, phonesIn } = await import("../../lib/adapters/phone/phones.ts");
    const countryOf = (customer: Customer) => countryOfCustomer(customer, countryOfPhone);
    return {
      numbers: businessNumbers({ ...deps, countryOf, replyParts }),
      facts: { fromText: settings.leads.fromText, countryOf, phonesIn },
    };
  }
  let prepared: ReturnType<typeof prepare> | undefined;

  async function engineWith(identityKey: string): Promise<Engine> {
    prepared ??= prepare();
    const { numbers, facts } = await prepared;
    return {
      ...deps,
      agent,
      rules,
      detectKeyword,
      unresponsiveUntil,
      handoffNotice: {
        mail: settings.handoff.email !== undefined,
        ...omitUndefined({ stage }),
        mailContent: settings.handoff.content,
        eventContent: settings.events.content,
        link: (conversation, customer) =>
          chatLink({ link: settings.handoff.link, inboxUrl }, conversation, customer),
        ...(inboxUrl !== undefined && { inbox: (conversation) => chatInInbox(inboxUrl, conversation) }),
      },
      messageEvents: settings.events.messages,
      agentTimeoutMs: agentTimeoutSeconds(settings) * SECOND_MS,
      numberNamed: (name) => numbers.get(name),
      controls: linkedControls(deps.controls, deps.links),
      conversationFor: (number, customer) => conversationIdOf(identityKey, number, customer),
      turnIdFor: (cause) => turnIdOf(messageId(cause)),
      sessionIdFor: (_, customer) => sessionIdOf(identityKey, settings.sessionId, customer),
      sessionHashFor: (session) => sessionHashOf(identityKey, session),
      leadFactsOf: (messages, customer) => extractLeadFacts(messages, customer, facts),
    };
  }

  return async (command, deadline) => {
    const engine = await engineWith((await secrets()).identityKey);
    return runCommand(engine, command, deadline);
  };
}
