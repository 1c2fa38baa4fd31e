import type { Context } from "aws-lambda";
import { createHandler as deliveryHandler } from "../../functions/delivery/handler.ts";
import { createHandler as workerHandler } from "../../functions/worker/handler.ts";
import { writeCommand, writeStatus } from "../../lib/adapters/sqs/envelope.ts";
import { recordDelivery } from "../../lib/application/delivery/record-delivery.ts";
import { linkedControls } from "../../lib/application/identity/linked-controls.ts";
import { type Receipt, receiveWebhook } from "../../lib/application/intake/receive-webhook.ts";
import type { ReceiveWebhookDeps } from "../../lib/application/intake/webhook-deps.ts";
import type { Activity } from "../../lib/application/ports/activity.ts";
import type { Controls, NumberControls } from "../../lib/application/ports/control-ports.ts";
import type { Engine } from "../../lib/application/ports/engine.ts";
import type { Links } from "../../lib/application/ports/links.ts";
import type {
  Clock,
  Conversations,
  Deliveries,
  Ledger,
  TurnCommand,
  TurnQueue,
} from "../../lib/application/ports/ports.ts";
import { Recent } from "../../lib/application/ports/recent.ts";
import type { Telemetry } from "../../lib/application/ports/telemetry.ts";
import { messageGroupOf } from "../../lib/application/ports/turn-command.ts";
import { AdaptiveTimeout } from "../../lib/application/turn/adaptive-timeout.ts";
import type { BusinessEvent } from "../../lib/domain/business-event.ts";
import type { Keyword } from "../../lib/domain/consent/keywords/language-keywords.ts";
import type { Draft } from "../../lib/domain/draft/draft.ts";
import {
  type ConversationId,
  conversationId,
  messageId,
  numberName,
  type TurnId,
} from "../../lib/domain/ids.ts";
import type { Content, InboundEvent } from "../../lib/domain/inbound/inbound.ts";
import { shortestQuietSeconds } from "../../lib/domain/turn/quiet.ts";
import { formatReference } from "../../lib/domain/turn/reference.ts";
import { MemoryTable } from "../support/memory/memory-table.ts";
import { FakeAgent } from "./fake-agent.ts";
import { FakeProvider } from "./fake-provider.ts";
import { FifoQueue } from "./fifo-queue.ts";
import { AGENT_TIMEOUT_MS } from "./hangs.ts";
import { HoursOfRun } from "./hours-of-run.ts";
import { MediaOfRun, spokenKeyword } from "./media.ts";
import { CLIENT_TIMEOUT, type Outage, outageAt } from "./outages.ts";
import type { Plan } from "./plan.ts";
import { portsOf } from "./ports.ts";
import { runnerOf, turnFor } from "./runner.ts";
import type { Scenario } from "./scenario.ts";
import { Invocation, Scheduler, type Strategy } from "./scheduler.ts";
import type { Timer } from "./timers.ts";
import { Timeline } from "./watched.ts";

export const START = 1_795_430_000_000;
const WORKER_TIMEOUT = 90_000;
const VISIBILITY = 120_000;
const MAX_RECEIVES = 200;
export const SUPPORT = numberName("support");
export const RULES: Engine["rules"] = {
  quietSeconds: 2,
  maxWaitSeconds: 8,
  adaptiveQuiet: true,
  // Messages that are almost too old are taken up too, so that windows close under an answer in the making.
  staleAfterHours: 24,
  stale: "ignore",
  graceSeconds: 45,
  agentAttempts: 3,
  maxPerHour: 60,
  deferredFreshHours: 72,
  resumeAfterMs: 900_000,
  remindAfterMs: 120_000,
  phrases: [],
  failedTurns: 2,
  noteForAgent: true,
  confirmOptOut: true,
  askToResend: true,
  marketingStop: "all",
  followUps: [],
};

// Made once: writing a stack takes long.
const REQUEST_LOST = new Error("the request was lost");
const RESPONSE_LOST = new Error("the response was lost");

const silent: Telemetry = { info() {}, warn() {}, error() {}, count() {} };

/** Parts of the system under test, replaced to plant bugs. */
export type Sabotage = {
  ledger?(real: Ledger): Ledger;
  conversations?(real: Conversations): Conversations;
  deliveries?(real: Deliveries): Deliveries;
  controls?(real: Controls): Controls;
  activity?(real: Activity): Activity;
  engine?(real: Engine): Engine;
  timeout?(): AdaptiveTimeout;
  recentControls?(clock: Clock): Recent<NumberControls>;
  receive?(deps: ReceiveWebhookDeps): (events: readonly InboundEvent[]) => Promise<Receipt>;
};

/**
 * The whole system in virtual time: real use-cases and handlers, in-memory adapters whose every call may be
 * delayed, lost or be the last.
 */
export class World {
  readonly scheduler: Scheduler;
  readonly table: MemoryTable;
  readonly turns: FifoQueue;
  readonly agent: FakeAgent;
  readonly provider: FakeProvider;
  readonly events: (BusinessEvent & { at: number })[] = [];
  readonly mails: { subject: string; text: string; at: number }[] = [];
  readonly media = new MediaOfRun();
  readonly hours = new HoursOfRun();
  /** Whose replies come too late for the window. */
  late: Scenario["late"];
  /** When conversations were blocked, and the number switched off. */
  readonly timeline = new Timeline();
  /** By text. */
  readonly keywords = new Map<string, Keyword>();
  /** Facts that the agent's action stored, by conversation and field. */
  readonly captured = new Set<string>();
  /** Instead of the usual ones. */
  readonly rules: Partial<Engine["rules"]> = {};
  resumeAfterMs = RULES.resumeAfterMs;
  /** When each command was scheduled, by name. */
  readonly schedules = new Map<string, number>();
  /** As if one process did all of the worker's work. */
  readonly unresponsiveUntil = new Map<string, number>();
  readonly leadsQueued = new Set<string>();
  /** How long that process waits for the agent. */
  readonly timeout: AdaptiveTimeout;
  outages: readonly Outage[] = [];
  slowAgent: Scenario["slowAgent"];
  /** The newest message that a member of staff has seen before the answer of this id. */
  readonly seen = new Map<string, string>();
  /** The conversation in which it was written. */
  readonly answeredIn = new Map<string, ConversationId>();
  /** When a reply of this id was first noted in a conversation: on the way to the one that it goes to, if any. */
  readonly replyStartedAt = new Map<string, number>();
  /** The draft that a tap of this id has chosen. */
  readonly tapped = new Map<string, TurnId>();
  /** Each draft that began to wait. */
  readonly drafted: (Draft & { conversation: ConversationId })[] = [];
  /** When a conversation was merged into another. */
  readonly mergedAt = new Map<ConversationId, number>();
  /** Side tasks still open some time after an outage. */
  readonly untold: string[] = [];
  readonly endedAt = new Map<string, number>();
  /** When its webhook was answered 200. */
  readonly safe = new Map<string, number>();
  /** When a message was first recorded, and when the first good status of an attempt was. */
  readonly recordedAt = new Map<string, number>();
  readonly confirmedAt = new Map<string, number>();
  /** When the worker had applied the status that an attempt failed. */
  readonly failureAppliedAt = new Map<string, number>();
  /** When the worker looked at a conversation. */
  readonly loads = new Map<string, number[]>();
  /** When an attempt was written as "sending": pause and opt-out are judged then. */
  readonly claimedAt = new Map<string, number>();
  /** When the answer to a message was first stored. */
  readonly answerStoredAt = new Map<string, number>();
  /** When the answer to a message was first given up because the customer was outside the rollout. */
  readonly leftOutAt = new Map<string, number>();
  /** When an id was linked to another conversation. */
  readonly linkedAt = new Map<string, number>();
  /** What the one process knows of the number, as the worker keeps it. */
  readonly recentControls: Recent<NumberControls>;
  readonly ports: ReturnType<typeof portsOf>;
  readonly plan: Plan;
  readonly sabotage: Sabotage;
  #deliveries: { body: string; receives: number }[] = [];
  #invocations = 0;
  #workers = 0;
  #handedOn = 0;

  constructor(plan: Plan, strategy: Strategy, sabotage: Sabotage = {}) {
    this.plan = plan;
    this.sabotage = sabotage;
    this.scheduler = new Scheduler(START, strategy);
    const clock = { now: () => this.scheduler.now };
    this.table = new MemoryTable(clock);
    this.recentControls = sabotage.recentControls?.(clock) ?? new Recent(clock);
    this.timeout = sabotage.timeout?.() ?? new AdaptiveTimeout(AGENT_TIMEOUT_MS);
    this.turns = new FifoQueue(clock.now, {
      delay: shortestQuietSeconds(RULES) * 1000,
      visibility: VISIBILITY,
      maxReceives: MAX_RECEIVES,
    });
    this.agent = new FakeAgent(this);
    this.provider = new FakeProvider(this);
    this.ports = portsOf(this);
  }

  /**
   * One call to the outside: it may be slow, fail before or after its effect, or be the last thing the
   * invocation does.
   */
  async call<Result>(invocation: Invocation, label: string, effect: () => Promise<Result>): Promise<Result> {
    const { scheduler } = this;
    const { random } = this.plan;
    await (this.outages.length > 0 ? this.meetOutage(invocation, label) : undefined);
    const before = await scheduler.gate(invocation, `${label}?`, random.whole(1, 40), () => {
      // The request may have left before the crash.
      if (random.chance(0.5)) void effect();
    });
    if (before === "fail") throw REQUEST_LOST;
    const result = await effect();
    const after = await scheduler.gate(invocation, `${label}!`, random.whole(1, 40));
    if (after === "fail") throw RESPONSE_LOST;
    return result;
  }

  /** Throws when the called system is down, at once or after the client's time-out. */
  async meetOutage(invocation: Invocation, label: string): Promise<void> {
    const outage = outageAt(this.outages, label, this.scheduler.now);
    if (!outage) return;
    // As after a crash: what was done before, and is not noted, happens again.
    if (label === "state.save") this.scheduler.faults++;
    await this.scheduler.gate(invocation, `${label} is away`, outage.how === "silent" ? CLIENT_TIMEOUT : 10);
    throw new Error(`${label} is away`);
  }

  /** Every method goes through `call`. */
  wrap<Port extends object>(invocation: Invocation, name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, method) => {
        const real: unknown = Reflect.get(target, method);
        if (typeof real !== "function") return real;
        return (...args: unknown[]) =>
          this.call(invocation, `${name}.${String(method)}`, () => real.apply(target, args));
      },
    });
  }

  invocation(kind: string) {
    return new Invocation(`${kind}${++this.#invocations}`);
  }

  /** Delivered until it is answered 200; `attempt` counts from 0. */
  post(events: readonly InboundEvent[], attempt = 0) {
    const invocation = this.invocation("webhook");
    const ended = () => !invocation.alive;
    const again = () => {
      this.scheduler.kill(invocation);
      this.scheduler.after(Math.min(1000 * 4 ** attempt, 3_600_000), () => this.post(events, attempt + 1));
    };
    const { ledger } = this.ports;
    const receive = (
      this.sabotage.receive ?? ((deps: ReceiveWebhookDeps) => receiveWebhook.bind(undefined, deps))
    )({
      ledger: this.wrap(invocation, "ledger", this.sabotage.ledger?.(ledger) ?? ledger),
      turnQueue: this.turnQueue(invocation),
      deliveryQueue: {
        send: (statuses) =>
          this.#callUnlessEmpty(invocation, "statuses.send", statuses, () =>
            this.#queueStatuses(statuses.map(writeStatus)),
          ),
        // There are none.
        sendNotices: async () => {},
      },
      clock: { now: () => this.scheduler.now },
      telemetry: silent,
      numberOf: () => SUPPORT,
      conversationFor: (_, customer) => conversationId(customer.userId ?? customer.phone ?? ""),
      links: this.links(invocation),
      controls: this.controls(invocation),
      detectKeyword: this.detectKeyword,
      repeatedTexts: this.wrap(invocation, "texts", this.ports.repeatedTexts),
      textHashOf: (_, text) => text,
      idFor: turnFor,
      rules: {
        quietSeconds: RULES.quietSeconds,
        maxWaitSeconds: RULES.maxWaitSeconds,
        adaptiveQuiet: RULES.adaptiveQuiet,
        resumeAfterMs: this.resumeAfterMs,
        staleAfterHours: RULES.staleAfterHours,
        marketingStop: RULES.marketingStop,
        notices: true,
        ...this.hours.rules,
      },
    });
    // A crashed invocation answers nothing: the provider gives up waiting and tries again.
    const patience = this.scheduler.after(10_000, again);
    receive(events).then(
      () => {
        if (ended()) return;
        patience.isOver = true;
        for (const event of events)
          if ((event.kind === "message" || event.kind === "echo") && !this.safe.has(event.message.id))
            this.safe.set(event.message.id, this.scheduler.now);
        if (this.plan.loseResponse()) again();
      },
      () => {
        if (ended()) return;
        patience.isOver = true;
        again();
      },
    );
  }

  readonly detectKeyword = (content: Content): Keyword | undefined =>
    content.kind === "text" ? this.keywords.get(content.text) : spokenKeyword(this, content);

  links(invocation: Invocation): Links {
    return this.wrap(invocation, "links", this.ports.links);
  }

  /** The conversation to which an id leads in the end. */
  rootOf(id: string): string {
    const to = this.table.links.get(conversationId(id))?.to ?? id;
    return to === id ? id : this.rootOf(to);
  }

  /** As functions wire them, for staff and the worker. */
  linkedControls(invocation: Invocation): Controls {
    return linkedControls(this.controls(invocation), this.links(invocation));
  }

  controls(invocation: Invocation): Controls {
    const real = this.ports.controls;
    return this.wrap(invocation, "controls", this.sabotage.controls?.(real) ?? real);
  }

  activity(invocation: Invocation): Activity {
    const real = this.ports.activity;
    return this.wrap(invocation, "activity", this.sabotage.activity?.(real) ?? real);
  }

  turnQueue(invocation: Invocation): TurnQueue {
    return {
      send: (commands) =>
        this.#callUnlessEmpty(invocation, "turns.send", commands, () => this.queue(commands)),
    };
  }

  /** As the queues' adapters, which make no call for an empty list: there is nothing that could go wrong. */
  async #callUnlessEmpty(
    invocation: Invocation,
    label: string,
    items: readonly unknown[],
    effect: () => void,
  ): Promise<void> {
    if (items.length > 0) await this.call(invocation, label, async () => effect());
  }

  queue(commands: readonly TurnCommand[]) {
    for (const command of commands) {
      this.turns.send(
        messageGroupOf(command),
        writeCommand(command),
        command.kind === "part-failed"
          ? `${formatReference(command.reference)} ${command.code}`
          : command.kind === "wake" && command.message
            ? `wake ${command.message}`
            : `handed on ${++this.#handedOn}`,
      );
    }
    this.#pollIn(shortestQuietSeconds(RULES) * 1000);
  }

  /** A wake-up comes back from the dead-letter queue. */
  redrive(conversation: string, message: string) {
    this.scheduler.note(`redrive ${message}`);
    const command = {
      kind: "wake",
      conversation: conversationId(conversation),
      number: SUPPORT,
      message: messageId(message),
    } as const;
    this.turns.send(conversation, writeCommand(command), `redrive ${message} ${this.scheduler.now}`);
    this.#pollIn(shortestQuietSeconds(RULES) * 1000);
  }

  #pollIn(milliseconds: number): Timer {
    return this.scheduler.after(milliseconds, () => this.#poll());
  }

  #poll() {
    if (this.#workers >= 3) return;
    const received = this.turns.receive(this.plan.random.whole(1, 10), (groups) =>
      this.plan.random.whole(0, groups - 1),
    );
    if (received.length === 0) return;
    this.#workers++;
    const invocation = this.invocation("worker");
    const deadline = this.scheduler.now + this.plan.timeLeftMs(WORKER_TIMEOUT);
    const done = (failed: ReadonlySet<string>) => {
      if (!invocation.alive) return;
      invocation.alive = false;
      for (const { id, receipt } of received) if (!failed.has(id)) this.turns.delete(receipt);
      timeout.isOver = true;
      replacement.isOver = true;
      if (failed.size === 0) redelivery.isOver = true;
      this.#workers--;
      this.#pollIn(0);
    };
    const timeout = this.scheduler.after(WORKER_TIMEOUT, () => this.scheduler.kill(invocation));
    // Counted down also for a crashed one: Lambda starts another in its place.
    const replacement = this.scheduler.after(WORKER_TIMEOUT + 1, () => {
      if (!invocation.alive && !settled) this.#workers--;
      this.#pollIn(0);
    });
    const redelivery = this.#pollIn(VISIBILITY);
    let settled = false;
    const handler = workerHandler({
      run: runnerOf(this, invocation),
      postpone: (receipt, seconds) =>
        this.call(invocation, "turns.postpone", async () => {
          this.turns.changeVisibility(receipt, Math.ceil(seconds) * 1000);
          this.#pollIn(Math.ceil(seconds) * 1000);
        }),
      requeue: (command) => this.turnQueue(invocation).send([command]),
      remove: (receipt) =>
        this.call(invocation, "turns.remove", async () => {
          this.turns.delete(receipt);
          this.#pollIn(0);
        }),
      now: () => this.scheduler.now,
      telemetry: silent,
    });
    const records = received.map(({ id, group, body, receipt, receives }) => ({
      messageId: id,
      receiptHandle: receipt,
      body,
      attributes: {
        MessageGroupId: group,
        ApproximateReceiveCount: String(receives),
        SentTimestamp: "",
        SenderId: "",
        ApproximateFirstReceiveTimestamp: "",
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "",
      awsRegion: "",
    }));
    const context = {
      getRemainingTimeInMillis: () => deadline - this.scheduler.now,
    } as Context;
    handler({ Records: records }, context).then(({ batchItemFailures }) => {
      settled = true;
      done(new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)));
    });
  }

  #queueStatuses(bodies: readonly string[]) {
    this.#deliveries.push(...bodies.map((body) => ({ body, receives: 0 })));
    this.scheduler.after(this.plan.random.whole(1, 200), () => this.#pollDeliveries());
  }

  #pollDeliveries() {
    const taken = this.#deliveries;
    this.#deliveries = [];
    if (taken.length === 0) return;
    const invocation = this.invocation("delivery");
    const comeBack = (failed: typeof taken) => {
      this.#deliveries.push(...failed);
      if (failed.length > 0) this.scheduler.after(60_000, () => this.#pollDeliveries());
    };
    const { deliveries } = this.ports;
    const handler = deliveryHandler({
      record: recordDelivery.bind(undefined, {
        classOf: () => "refused" as const,
        deliveries: this.wrap(invocation, "delivery", this.sabotage.deliveries?.(deliveries) ?? deliveries),
        turnQueue: this.turnQueue(invocation),
        telemetry: silent,
      }),
      tell: async () => "done",
      postpone: async () => {},
      telemetry: silent,
    });
    const timeout = this.scheduler.after(30_000, () => {
      this.scheduler.kill(invocation);
      comeBack(taken);
    });
    const Records = taken.map(({ body }, index) => ({
      messageId: String(index),
      receiptHandle: "",
      body,
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: "",
        SenderId: "",
        ApproximateFirstReceiveTimestamp: "",
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "",
      awsRegion: "",
    }));
    handler({ Records }).then(({ batchItemFailures }) => {
      if (!invocation.alive) return;
      timeout.isOver = true;
      comeBack(
        taken.filter((_, index) =>
          batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === String(index)),
        ),
      );
    });
  }
}
