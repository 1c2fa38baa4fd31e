import { ModuleMocker } from "jest-mock";

/** What `@jest/globals` is under native-runtime.mjs. Each test file gets its own. */
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test;
export const jest = new ModuleMocker(globalThis);

export function use(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } = globals);
}
