import { createHash } from "node:crypto";
import type { CommandResult } from "../../lib/application/ports/command-result.ts";
import type { BusinessNumber, Engine } from "../../lib/application/ports/engine.ts";
import type { TurnCommand } from "../../lib/application/ports/ports.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { runCommand } from "../../lib/application/turn/run-command.ts";
import { withAdaptiveTimeout } from "../../lib/application/turn/with-adaptive-timeout.ts";
import { conversationId, turnId } from "../../lib/domain/ids.ts";
import { formatReference } from "../../lib/domain/turn/reference.ts";
import { disclosing } from "./disclosures.ts";
import { AGENT_TIMEOUT_MS } from "./hangs.ts";
import { fakeUnderstanding } from "./media.ts";
import { partOfAnswer } from "./pictures.ts";
import type { Invocation } from "./scheduler.ts";
import { RULES, SUPPORT, type World } from "./world.ts";

const silent: Telemetry = { info() {}, warn() {}, error() {}, count() {} };

const MAX_NAME_LENGTH = 40;

/** Turns are named by their cause; references take letters, digits and hyphens only. */
export function turnFor(cause: string) {
  const name = `T-${cause}`.replace(/[^\w-]/g, "-");
  if (name.length <= MAX_NAME_LENGTH) return turnId(name);
  return turnId(
    `${name.slice(0, MAX_NAME_LENGTH - 9)}-${createHash("sha256").update(cause).digest("hex").slice(0, 8)}`,
  );
}

function numberOf(world: World, invocation: Invocation): BusinessNumber {
  return {
    name: SUPPORT,
    agentId: "agent",
    textFor: (key) => (key === "fallback" ? "sorry" : `text:${key}`),
    quotes: true,
    agentContext: { firstContact: true, origin: true },
    messagesPerSecond: 80,
    splitText: (text) => text.split("|").map((part) => ({ text: part })),
    sender: {
      // Parts that are joined because many wait would be hard to tell apart.
      maxLength: 1,
      send: (message, deadline) => world.provider.send(invocation, message, deadline),
      showTyping: (message) => world.call(invocation, "typing", async () => void message),
    },
    failureActionFor: (code) => world.provider.failureActionFor(code),
    failureCause: () => "business",
    reengagement: () => ({ name: "come_back", preview: "template:come_back" }),
    // V8 writes each property behind a spread by itself: they come last.
    ...world.hours.ofNumber,
    ...disclosing((answer) => answer.split("|").map(partOfAnswer)),
  };
}

/** The real use-cases, every call of which passes the scheduler. */
export function runnerOf(
  world: World,
  invocation: Invocation,
): (command: TurnCommand, deadline: number) => Promise<CommandResult> {
  const { ports, sabotage, scheduler, plan } = world;
  const wrap = <Port extends object>(name: string, port: Port) => world.wrap(invocation, name, port);
  const { workerConversations: conversations, knownDeliveries: deliveries } = ports;
  const understanding = fakeUnderstanding(world, invocation);
  const number = numberOf(world, invocation);
  const engine: Engine = {
    conversations: wrap("state", sabotage.conversations?.(conversations) ?? conversations),
    deliveries: wrap("confirmations", sabotage.deliveries?.(deliveries) ?? deliveries),
    controls: world.linkedControls(invocation),
    links: world.links(invocation),
    switches: wrap("switches", ports.workerSwitches),
    repeatedTexts: wrap("texts", ports.repeatedTexts),
    outbox: wrap("outbox", ports.outbox),
    campaigns: wrap("campaigns", ports.campaigns),
    directory: wrap("directory", ports.directory),
    // Without steps, which would change the course of each known seed.
    optIns: ports.optIns,
    leads: wrap("leads", ports.leads),
    leadQueue: wrap("leadQueue", {
      send: async ({ conversation, revision }) =>
        void world.leadsQueued.add(`${conversation}.lead.${revision}`),
    }),
    handoffs: wrap("handoffs", ports.handoffs),
    history: wrap("history", ports.history),
    activity: world.activity(invocation),
    notifications: wrap("mail", {
      send: async (mail) => void world.mails.push({ ...mail, at: scheduler.now }),
    }),
    schedules: wrap("schedules", {
      set: async (name, at, command) => {
        world.schedules.set(name, at);
        scheduler.after(Math.max(0, at - scheduler.now), () => {
          if (world.schedules.get(name) === at) world.queue([command]);
        });
      },
    }),
    agent: withAdaptiveTimeout(
      { ask: (question, deadline) => world.agent.ask(invocation, question, deadline) },
      { timeout: world.timeout, clock: { now: () => scheduler.now }, telemetry: silent },
    ),
    events: wrap("events", {
      publish: async (event) => void world.events.push({ ...event, at: scheduler.now }),
    }),
    clock: { now: () => scheduler.now },
    random: plan.random.next,
    telemetry: silent,
    unresponsiveUntil: world.unresponsiveUntil,
    rules: {
      ...RULES,
      resumeAfterMs: world.resumeAfterMs,
      ...world.hours.rules,
      ...world.rules,
    },
    handoffNotice: {
      mail: true,
      mailContent: "full",
      eventContent: "full",
      link: (conversation) => `chat:${conversation}`,
    },
    messageEvents: "ids",
    agentTimeoutMs: AGENT_TIMEOUT_MS,
    numberNamed: (name) => (name === SUPPORT ? number : undefined),
    turnQueue: world.turnQueue(invocation),
    conversationFor: (_, customer) => conversationId(customer.userId ?? customer.phone ?? ""),
    turnIdFor: turnFor,
    sessionIdFor: (conversation) => conversation,
    sessionHashFor: (session) => session,
    detectKeyword: world.detectKeyword,
    leadFactsOf: (messages) =>
      Object.fromEntries(
        messages.flatMap(({ id, content }) =>
          content.kind === "text" ? [[`wrote-${id}`, { value: id, source: "message" as const }]] : [],
        ),
      ),
    ...(understanding && { understanding }),
  };
  const used = sabotage.engine?.(engine) ?? engine;
  return async (command, deadline) => {
    const result = await runCommand(used, command, deadline);
    if (command.kind === "part-failed" && result.kind === "done")
      world.failureAppliedAt.set(formatReference(command.reference), scheduler.now);
    return result;
  };
}
