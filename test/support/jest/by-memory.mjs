import { createRequire } from "node:module";

// Jest's own, which it brings along.
const Sequencer = createRequire(createRequire(import.meta.url).resolve("jest"))(
  "@jest/test-sequencer",
).default;

const IN_BROWSER = /[\\/]test[\\/]browser[\\/]/;
/** They start a compiler or CDK beside them, of 400 to 700 MB. */
const WITH_LARGE_PROGRAM =
  /[\\/]test[\\/](?:changing-it|infra[\\/](?:app|default-stage|validation))\.test\.ts$/;

/**
 * Jest's `testSequencer`. Workers grow with each suite, so what is large beside them comes first: the suites in a
 * browser, so that the browsers of the workers serve them and then end, and between them those with a large program,
 * so that seldom two of these run at once.
 */
export default class ByMemory extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const large = sorted.filter(({ path }) => WITH_LARGE_PROGRAM.test(path));
    const inBrowser = sorted.filter(({ path }) => IN_BROWSER.test(path));
    const others = sorted.filter((test) => !large.includes(test) && !inBrowser.includes(test));
    const first = inBrowser.flatMap((test, at) => [...large.slice(at, at + 1), test]);
    return [...first, ...large.slice(inBrowser.length), ...others];
  }
}
