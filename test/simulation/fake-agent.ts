import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { Answer, Question } from "../../lib/application/ports/ports.ts";
import type { AgentThread } from "../../lib/domain/agent-thread.ts";
import { withoutMark } from "./bursts.ts";
import { readContext } from "./contexts.ts";
import { AGENT_TIMEOUT_MS, latencyOf } from "./hangs.ts";
import { withoutMediaNote } from "./media.ts";
import { outageAt } from "./outages.ts";
import { pictureText } from "./pictures.ts";
import type { Invocation } from "./scheduler.ts";
import { threadFor } from "./threads.ts";
import type { World } from "./world.ts";

/** Without what it repeats of our notes, which quote earlier messages. */
export const withoutQuotes = (text: string): string => text.replace(/⟦[^⟧]*⟧,?/g, "");

/** The messages that a text of the agent answers. A note may quote earlier words of it, with their ends. */
export const answeredIn = (text: string): string[] =>
  withoutQuotes(text)
    .match(/^re:([^#]*)/)?.[1]
    ?.split(",") ?? [];

/** In one to three parts with recognisable lines; slow, down, or cut off as planned. */
export class FakeAgent {
  /** `lines`: the customer's own words, of which `read` is all that the agent reads. */
  readonly asked: {
    at: number;
    session: string;
    lines: string[];
    read: string[];
    answered: boolean;
    carried: AgentThread | undefined;
    isFirstContact: boolean;
  }[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async ask(invocation: Invocation, question: Question, deadline: number): Promise<Answer> {
    const { scheduler, plan } = this.#world;
    const behaviour = plan.agent();
    const { isFirstContact, text } = readContext(question.text);
    // What became of a draft quotes the agent itself.
    const read = text.split("\n").filter((line) => !line.startsWith("\u27e6The customer did not get"));
    const entry = {
      at: scheduler.now,
      session: question.session,
      lines: read.map(withoutMediaNote).map(withoutMark),
      read,
      answered: false,
      carried: question.thread,
      isFirstContact,
    };
    this.asked.push(entry);
    const budget = Math.min(AGENT_TIMEOUT_MS, deadline - scheduler.now);
    const fail = (code: string, retry: "later" | "never", retryAfter?: number) =>
      new IntegrationError({
        system: "chatsby",
        code,
        retry,
        ...(retryAfter !== undefined && { retryAfter }),
      });
    const outage = outageAt(this.#world.outages, "agent", scheduler.now);
    if (outage) {
      await scheduler.gate(invocation, "agent is away", outage.how === "silent" ? budget : 10);
      throw fail(outage.how === "silent" ? "timeout" : "http_503", "later");
    }
    const latency = latencyOf(this.#world, plan.random.whole(300, behaviour === "slow" ? 40_000 : 5_000));
    const fate = await scheduler.gate(invocation, "agent", Math.min(latency, budget));
    if (fate === "fail" || latency >= budget) throw fail("timeout", "later");
    if (behaviour === "busy")
      throw fail("http_429", "later", plan.random.chance(0.5) ? plan.random.whole(1, 20) : undefined);
    if (behaviour === "down") throw fail("http_503", "later");
    if (behaviour === "wrong-agent") throw fail("http_404", "never");
    entry.answered = true;
    const answer = `re:${entry.lines.join(",")}`;
    const parts = Array.from({ length: plan.parts() }, (_, part) => `${answer}#${part}`);
    const thread = threadFor(question.session, this.asked.length, question.thread);
    return { thread, text: parts.map((part) => (plan.isPicture() ? pictureText(part) : part)).join("|") };
  }
}
