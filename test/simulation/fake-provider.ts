import type { FailureAction, Outgoing, SendOutcome } from "../../lib/application/ports/sender.ts";
import type { DeliveryState } from "../../lib/domain/inbound/inbound.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { personOf } from "./ceilings.ts";
import { readDisclosure } from "./disclosures.ts";
import { outageAt } from "./outages.ts";
import { NO_FILE } from "./pictures.ts";
import type { ProviderBehaviour } from "./plan.ts";
import type { Invocation } from "./scheduler.ts";
import { START, type World } from "./world.ts";

/** `confirmedAt`: when its first status had been recorded by us, if ever. */
export type Accepted = {
  reference: string;
  conversation: string;
  /** Without the disclosure in front of it. */
  text: string;
  disclosed: boolean;
  at: number;
  claimedAt: number | undefined;
  arrives: boolean;
  template: boolean;
  media: boolean;
};

const FAILURE_ACTIONS: Record<string, FailureAction> = {
  soon: "soon",
  pair: "later",
  busy: "slow",
  gone: "never",
  token: "stop",
  window: "template",
  "stop-all": "opted-out",
  [NO_FILE]: "never",
};

type Message = Outgoing & Pick<Accepted, "disclosed">;

/**
 * WhatsApp as seen from the sender: takes messages, refuses, times out before or after taking them, and
 * reports what became of each, in any order.
 */
export class FakeProvider {
  readonly accepted: Accepted[] = [];
  readonly refusedFiles: { text: string; at: number }[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  failureActionFor(code: string): FailureAction {
    return FAILURE_ACTIONS[code] ?? "never";
  }

  async send(invocation: Invocation, given: Outgoing, deadline: number): Promise<SendOutcome> {
    const { scheduler, plan } = this.#world;
    const message = { ...given, ...readDisclosure(given.text) };
    const behaviour = plan.provider();
    const refusesFile = message.media && plan.refusesFile();
    const take = () => this.#take(message, refusesFile !== undefined);
    const outage = outageAt(this.#world.outages, "send", scheduler.now);
    if (outage) {
      await scheduler.gate(
        invocation,
        `send ${message.reference} is away`,
        outage.how === "silent" ? 15_000 : 10,
      );
      if (message.media) this.refusedFiles.push({ text: message.text, at: scheduler.now });
      return outage.how === "silent"
        ? { kind: "unknown", code: "timeout" }
        : { kind: "refused", code: "unreachable", failureAction: "later" };
    }
    const latency = plan.random.whole(20, 800);
    const before = await scheduler.gate(invocation, `send? ${message.reference}`, latency, () => {
      if (plan.random.chance(0.5)) take();
    });
    if (scheduler.now > deadline || before === "fail" || behaviour === "lost")
      return { kind: "unknown", code: "timeout" };
    const refusal = this.#refusal(message, behaviour, refusesFile);
    if (refusal !== undefined) {
      if (message.media) this.refusedFiles.push({ text: message.text, at: scheduler.now });
      return { kind: "refused", code: refusal, failureAction: this.failureActionFor(refusal) };
    }
    take();
    const after = await scheduler.gate(invocation, `send! ${message.reference}`, plan.random.whole(20, 800));
    return after === "fail" || behaviour === "timeout"
      ? { kind: "unknown", code: "timeout" }
      : { kind: "accepted", id: `out-${message.reference}` };
  }

  #refusal(message: Outgoing, behaviour: ProviderBehaviour, refusesFile: string | undefined) {
    if (this.#isLate(message) === "refused") return "window";
    if (behaviour in FAILURE_ACTIONS) return behaviour;
    return refusesFile === "at once" ? NO_FILE : undefined;
  }

  /** Only the agent's replies to the scenario's customer, under any id, and not what comes hours later. */
  #isLate({ reference, text }: Pick<Outgoing, "reference" | "text">): "refused" | "failed" | undefined {
    const { late, scheduler } = this.#world;
    const isAbout =
      late &&
      personOf(parseReference(reference)?.conversation ?? "") === personOf(late.conversation) &&
      scheduler.now < START + 2 * 3_600_000;
    return isAbout && text.startsWith("re:") ? late.how : undefined;
  }

  #take({ reference, text, template, media, disclosed }: Message, refusesFile: boolean) {
    const { scheduler, plan } = this.#world;
    const conversation = parseReference(reference)?.conversation ?? "";
    const otherwise = refusesFile ? NO_FILE : plan.failsLater();
    const fails = this.#isLate({ reference, text }) === "failed" ? "window" : otherwise;
    if (fails && media) this.refusedFiles.push({ text, at: scheduler.now });
    scheduler.note(
      `provider takes ${reference} ${text}${disclosed ? ", disclosed" : ""}${fails ? ` and will fail it: ${fails}` : ""}`,
    );
    this.accepted.push({
      reference,
      conversation,
      text,
      disclosed,
      at: scheduler.now,
      claimedAt: this.#world.claimedAt.get(reference),
      arrives: !fails,
      template: template !== undefined,
      media: media !== undefined,
    });
    const report = (state: DeliveryState, after: number, code?: string) => {
      const status = {
        provider: "meta" as const,
        businessNumber: "n",
        id: `out-${reference}`,
        state,
        reference,
        at: scheduler.now,
      };
      scheduler.after(after, () =>
        this.#world.post([{ kind: "status", status: { ...status, ...(code && { code }) } }]),
      );
    };
    const states: DeliveryState[] = fails ? ["sent", "failed"] : ["sent", "delivered", "read"];
    let reported = 0;
    for (const state of states)
      for (let copies = plan.statusCopies(); copies > 0; copies--) {
        if (state === "delivered") reported++;
        report(state, plan.statusDelay(), state === "failed" ? fails : undefined);
      }
    // Now and then a provider reports "failed" long after "delivered".
    if (reported > 0 && plan.failsWrongly()) report("failed", 20 * 60_000, "soon");
  }
}
