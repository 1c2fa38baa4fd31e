import { type Timer, Timers } from "./timers.ts";

/** One Lambda invocation. Once it is dead nothing of it ever runs again. */
export class Invocation {
  alive = true;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type Fate = "go" | "fail" | "crash";

type Gate = {
  at: number;
  invocation: Invocation;
  label: string;
  open(fate: "go" | "fail"): void;
  abandoned: (() => void) | undefined;
};

/** At each await: who goes next, and whether the step goes well. */
export type Strategy = {
  choose(candidates: number): number;
  fate(invocation: Invocation, label: string, step: number): Fate;
};

let waits = 0;

/** Until nothing is left to do at once. A turn of the event loop would wait for that, too, and takes longer. */
function whenDrained(resolve: () => void) {
  // Now and then a whole turn: a test's time-out and a thread's messages come in between.
  if (++waits % 1_000 === 0) setImmediate(resolve);
  else process.nextTick(resolve);
}

/**
 * Virtual time and a deterministic order of everything asynchronous. Each call to the outside passes two
 * gates, one before its effect and one after it; between two gates exactly one invocation runs. At a gate an
 * invocation may crash: nothing after it ever happens.
 */
export class Scheduler {
  now: number;
  step = 0;
  /** Steps that did not go well. */
  faults = 0;
  readonly #strategy: Strategy;
  readonly #notes: { at: number; text: string }[] = [];
  #gates: Gate[] = [];
  readonly #timers = new Timers();
  #order = 0;
  readonly #start: number;

  constructor(start: number, strategy: Strategy) {
    this.now = start;
    this.#start = start;
    this.#strategy = strategy;
  }

  note(text: string) {
    this.#notes.push({ at: this.now, text });
  }

  trace(): string[] {
    return this.#notes.map(({ at, text }) => `${((at - this.#start) / 1000).toFixed(3).padStart(9)} ${text}`);
  }

  after(milliseconds: number, run: () => void): Timer {
    const timer = { at: this.now + milliseconds, order: this.#order++, isOver: false, run };
    this.#timers.add(timer);
    return timer;
  }

  /** Never resolves once the invocation is dead. `abandoned` runs when it dies waiting here. */
  gate(
    invocation: Invocation,
    label: string,
    latency: number,
    abandoned?: () => void,
  ): Promise<"go" | "fail"> {
    return new Promise((open) => {
      if (invocation.alive) this.#gates.push({ at: this.now + latency, invocation, label, open, abandoned });
    });
  }

  kill(invocation: Invocation) {
    if (!invocation.alive) return;
    invocation.alive = false;
    const waiting = this.#gates.filter((gate) => gate.invocation === invocation);
    this.#gates = this.#gates.filter((gate) => gate.invocation !== invocation);
    for (const gate of waiting) gate.abandoned?.();
  }

  /** Until nothing is left to happen, or `until` or `maxSteps` is reached. */
  async run(until: number, maxSteps: number): Promise<void> {
    while (this.step < maxSteps) {
      await new Promise<void>(whenDrained);
      const next = Math.min(this.#timers.first?.at ?? Number.POSITIVE_INFINITY, this.#firstGateAt());
      if (next > until) return;
      this.now = Math.max(this.now, next);
      const ready = this.#readyGates();
      const { first } = this.#timers;
      const isTimerDue = first !== undefined && first.at <= this.now;
      const chosen = this.#strategy.choose(ready + (isTimerDue ? 1 : 0));
      if (isTimerDue && chosen === ready) {
        this.#timers.removeFirst();
        first.run();
      } else this.#pass(this.#takeReady(chosen));
    }
  }

  #firstGateAt(): number {
    let found = Number.POSITIVE_INFINITY;
    for (const { at } of this.#gates) if (at < found) found = at;
    return found;
  }

  #readyGates(): number {
    let ready = 0;
    for (const { at } of this.#gates) if (at <= this.now) ready++;
    return ready;
  }

  /** In the order in which they came. */
  #takeReady(chosen: number): Gate {
    let left = chosen;
    const index = this.#gates.findIndex(({ at }) => at <= this.now && left-- === 0);
    const [gate] = index < 0 ? [] : this.#gates.splice(index, 1);
    if (!gate) throw new Error("the strategy chose a gate that is not there");
    return gate;
  }

  #pass(gate: Gate) {
    const fate = this.#strategy.fate(gate.invocation, gate.label, this.step++);
    if (fate !== "go") this.faults++;
    const passed = `${gate.invocation.name} ${gate.label}`;
    this.note(fate === "go" ? passed : `${passed} ** ${fate}`);
    if (fate === "crash") {
      gate.abandoned?.();
      this.kill(gate.invocation);
    } else gate.open(fate);
  }
}
