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
  order: number;
  invocation: Invocation;
  label: string;
  open(fate: "go" | "fail"): void;
  abandoned?: () => void;
};
type Timer = { at: number; order: number; run(): void };

/** At each await: who goes next, and whether the step goes well. */
export type Strategy = {
  choose(candidates: number): number;
  fate(invocation: Invocation, label: string, step: number): Fate;
};

const drained = () => new Promise<void>((resolve) => setImmediate(resolve));

function earliest(all: readonly { at: number }[], known = Number.POSITIVE_INFINITY): number {
  let found = known;
  for (const { at } of all) if (at < found) found = at;
  return found;
}

function firstDue(timers: readonly Timer[], now: number): Timer | undefined {
  let found: Timer | undefined;
  for (const timer of timers)
    if (
      timer.at <= now &&
      (!found || timer.at < found.at || (timer.at === found.at && timer.order < found.order))
    )
      found = timer;
  return found;
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
  readonly trace: string[] = [];
  readonly #strategy: Strategy;
  #gates: Gate[] = [];
  #timers: Timer[] = [];
  #order = 0;
  readonly #start: number;

  constructor(start: number, strategy: Strategy) {
    this.now = start;
    this.#start = start;
    this.#strategy = strategy;
  }

  note(text: string) {
    this.trace.push(`${((this.now - this.#start) / 1000).toFixed(3).padStart(9)} ${text}`);
  }

  after(milliseconds: number, run: () => void) {
    this.#timers.push({ at: this.now + milliseconds, order: this.#order++, run });
  }

  /** Never resolves once the invocation is dead. `abandoned` runs when it dies waiting here. */
  gate(
    invocation: Invocation,
    label: string,
    latency: number,
    abandoned?: () => void,
  ): Promise<"go" | "fail"> {
    return new Promise((open) => {
      if (invocation.alive)
        this.#gates.push({
          at: this.now + latency,
          order: this.#order++,
          invocation,
          label,
          open,
          ...(abandoned && { abandoned }),
        });
    });
  }

  kill(invocation: Invocation) {
    if (!invocation.alive) return;
    invocation.alive = false;
    const waiting = this.#gates.filter((gate) => gate.invocation === invocation);
    this.#gates = this.#gates.filter((gate) => gate.invocation !== invocation);
    for (const gate of waiting) gate.abandoned?.();
  }

  /** Until nothing is left to happen, or `until` is reached. */
  async run(until: number): Promise<void> {
    for (;;) {
      await drained();
      const next = earliest(this.#timers, earliest(this.#gates));
      if (next > until) return;
      this.now = Math.max(this.now, next);
      const timer = firstDue(this.#timers, this.now);
      // In the order in which they came.
      const ready = this.#gates.filter(({ at }) => at <= this.now);
      const chosen = this.#strategy.choose(ready.length + (timer ? 1 : 0));
      if (timer && chosen === ready.length) {
        this.#timers = this.#timers.filter((each) => each !== timer);
        timer.run();
        continue;
      }
      const gate = ready[chosen];
      if (!gate) throw new Error("the strategy chose a gate that is not there");
      this.#pass(gate);
    }
  }

  #pass(gate: Gate) {
    this.#gates = this.#gates.filter((each) => each !== gate);
    const fate = this.#strategy.fate(gate.invocation, gate.label, this.step++);
    if (fate !== "go") this.faults++;
    this.note(`${gate.invocation.name} ${gate.label}${fate === "go" ? "" : ` ** ${fate}`}`);
    if (fate === "crash") {
      gate.abandoned?.();
      this.kill(gate.invocation);
    } else gate.open(fate);
  }
}
