type Running = { close(): Promise<void>; on(event: "disconnected", then: () => void): unknown };

/**
 * The browser of a process, for one suite after the other. It runs while it is borrowed, and a little longer, since
 * the next suite may come.
 */
export class KeptBrowser<Browser extends Running> {
  readonly #launch: () => Promise<Browser>;
  readonly #idleMs: number;
  #borrowers = 0;
  #running: Promise<Browser> | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(launch: () => Promise<Browser>, idleMs = 5_000) {
    this.#launch = launch;
    this.#idleMs = idleMs;
  }

  async borrow(): Promise<Browser> {
    clearTimeout(this.#idle);
    this.#borrowers += 1;
    try {
      return await this.#run();
    } catch (error) {
      this.giveBack();
      throw error;
    }
  }

  giveBack(): void {
    this.#borrowers -= 1;
    if (this.#borrowers > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
  }

  #run(): Promise<Browser> {
    if (this.#running) return this.#running;
    const running = this.#launch();
    const forget = () => {
      if (this.#running === running) this.#running = undefined;
    };
    // Also when it crashes.
    running.then((browser) => browser.on("disconnected", forget), forget);
    this.#running = running;
    return running;
  }

  async #end(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.then(
      (browser) => browser.close(),
      () => undefined,
    );
  }
}
