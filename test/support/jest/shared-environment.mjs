/** Jest's `testEnvironment` beside native-runtime.mjs: the worker's own globals, put back after each file. */
export default class SharedEnvironment {
  global = globalThis;
  #environment = { ...process.env };
  #exit = process.exit;
  #console = globalThis.console;

  getVmContext = () => null;
  async setup() {
    // Jest's own maps each frame of each stack to sources that were transformed. Ours were not, and CDK reads many.
    Error.prepareStackTrace = undefined;
    // Jest asks for a hundred lines, which each `expect` collects.
    Error.stackTraceLimit = 15;
  }
  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.#environment)) delete process.env[name];
    Object.assign(process.env, this.#environment);
    process.exit = this.#exit;
    globalThis.console = this.#console;
  }
}
