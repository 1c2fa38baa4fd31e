import { createRequire } from "node:module";

// Jest's own, which it brings along.
const Sequencer = createRequire(createRequire(import.meta.url).resolve("jest"))(
  "@jest/test-sequencer",
).default;

const IN_BROWSER = /[\\/]test[\\/]browser[\\/]/;

/** Jest's `testSequencer`: suites in a browser come first, so that the browsers of the workers serve them and then end. */
export default class BrowserFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => IN_BROWSER.test(other.path) - IN_BROWSER.test(one.path));
  }
}
