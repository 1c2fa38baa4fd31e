import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** `ended`: also when it crashes. */
export type Running = { endpoint: string; close(): Promise<void>; ended: Promise<void> };
type Answer = { endpoint: string } | { error: string };

/**
 * Lends one browser to the suites of a run, which are in other processes. A connection is a loan. The browser runs
 * while it is lent, and a little longer, since the next suite may come.
 */
export class BrowserLender {
  readonly #launch: () => Promise<Running>;
  readonly #idleMs: number;
  readonly #loans = new Set<Socket>();
  readonly #server = createServer((loan) => void this.#lend(loan)).unref();
  #running: Promise<Running> | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(launch: () => Promise<Running>, idleMs = 5_000) {
    this.#launch = launch;
    this.#idleMs = idleMs;
  }

  /** Returns the port for `borrow`. */
  async start(): Promise<number> {
    await once(this.#server.listen(0, "127.0.0.1"), "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#server.close();
    for (const loan of this.#loans) loan.destroy();
    await this.#end();
  }

  async #lend(loan: Socket): Promise<void> {
    clearTimeout(this.#idle);
    this.#loans.add(loan);
    // Also when the suite's process is killed.
    loan.on("error", () => undefined).on("close", () => this.#takeBack(loan));
    loan.resume();
    const answer = await this.#run().then(
      ({ endpoint }): Answer => ({ endpoint }),
      (error): Answer => ({ error: String(error) }),
    );
    loan.write(JSON.stringify(answer));
  }

  #takeBack(loan: Socket): void {
    this.#loans.delete(loan);
    if (this.#loans.size > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
  }

  #run(): Promise<Running> {
    if (this.#running) return this.#running;
    const running = this.#launch();
    const forget = () => {
      if (this.#running === running) this.#running = undefined;
    };
    running.then(({ ended }) => ended).then(forget, forget);
    this.#running = running;
    return running;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const running = this.#running;
    this.#running = undefined;
    await running?.then(
      (browser) => browser.close(),
      () => undefined,
    );
  }
}

/** Where the browser listens, and what gives it back. */
export async function borrow(port: number): Promise<{ endpoint: string; giveBack(): void }> {
  const loan = connect(port, "127.0.0.1");
  const [answer] = await once(loan, "data");
  const { endpoint, error } = JSON.parse(String(answer));
  if (error) {
    loan.destroy();
    throw new Error(error);
  }
  return { endpoint, giveBack: () => loan.destroy() };
}
