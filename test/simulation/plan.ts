import { Random } from "./random.ts";

export type AgentBehaviour = "fine" | "slow" | "busy" | "down" | "wrong-agent";
export type ProviderBehaviour =
  | "fine"
  | "timeout"
  | "lost"
  | "soon"
  | "pair"
  | "busy"
  | "gone"
  | "token"
  | "window"
  | "stop-all";

/** What goes wrong in a run, drawn from its seed. Faults are limited, so that every run can come to rest. */
export class Plan {
  readonly random: Random;
  struck = false;
  #faults: number;
  readonly #calm: boolean;
  readonly #files: Random;
  readonly #media: Random;
  readonly #time: Random;
  readonly #isHurried: boolean;

  constructor(seed: number, options: { faults: number; calm?: boolean }) {
    this.random = new Random(seed);
    this.#faults = options.faults;
    this.#calm = options.calm ?? false;
    this.#files = new Random(seed ^ 0xf11e);
    this.#media = new Random(seed ^ 0xa0d10);
    this.#time = new Random(seed ^ 0x71_3e);
    this.#isHurried = !this.#calm && this.#time.chance(0.15);
  }

  #strikes(probability: number): boolean {
    if (this.#calm || this.#faults <= 0 || !this.random.chance(probability)) return false;
    this.#faults--;
    this.struck = true;
    return true;
  }

  agent = (): AgentBehaviour =>
    this.#strikes(0.15) ? this.random.pick(["slow", "busy", "down", "down", "wrong-agent"] as const) : "fine";
  provider = (): ProviderBehaviour =>
    this.#strikes(0.2)
      ? this.random.pick([
          "timeout",
          "timeout",
          "lost",
          "soon",
          "pair",
          "busy",
          "gone",
          "token",
          "window",
          "stop-all",
        ] as const)
      : "fine";
  /** The code with which an accepted message fails later. */
  failsLater = (): string | undefined =>
    this.#strikes(0.05)
      ? this.random.pick(["soon", "gone", "window", "busy", "token", "pair", "stop-all"])
      : undefined;
  /** Of an answer. */
  parts = () => this.random.whole(1, 3);
  /** A part of an answer. */
  isPicture = () => !this.#calm && this.#files.chance(0.3);
  /** The provider cannot take a file. No fault of ours, and so not counted. */
  refusesFile = (): "at once" | "later" | undefined =>
    this.#files.chance(0.5) ? this.#files.pick(["at once", "later"]) : undefined;
  /** A customer's file. The engine's own troubles are no fault of ours, and so not counted. */
  understands = (): "fine" | "slow" | "down" | "gone" =>
    this.#calm || this.#media.chance(0.7) ? "fine" : this.#media.pick(["slow", "slow", "down", "gone"]);
  /** What earlier records of a batch have left of the worker's time. No fault of ours, and so not counted. */
  timeLeftMs = (wholeMs: number): number =>
    this.#isHurried && this.#time.chance(0.5) ? this.#time.whole(1_000, 60_000) : wholeMs;
  failsWrongly = () => this.#strikes(0.02);
  loseResponse = () => this.#strikes(0.05);
  statusCopies = () => (this.#calm ? 1 : this.#strikes(0.1) ? this.random.pick([0, 2]) : 1);
  statusDelay = () =>
    this.#calm ? 500 : this.#strikes(0.1) ? this.random.whole(1, 300_000) : this.random.whole(1, 3_000);
  fate = (webhook: boolean) =>
    this.#strikes(webhook ? 0.04 : 0.02) ? this.random.pick(["fail", "crash"] as const) : "go";
}
