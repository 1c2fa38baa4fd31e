export default {
  // Node loads the tests and their modules, not Jest: docs/decisions/0043-node-loads-the-tests.md
  transform: {},
  testEnvironment: "<rootDir>/test/support/jest/shared-environment.mjs",
  runtime: "<rootDir>/test/support/jest/native-runtime.mjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  globalSetup: "<rootDir>/test/support/run-folder.mjs",
  globalTeardown: "<rootDir>/test/support/remove-run-folder.mjs",
  testSequencer: "<rootDir>/test/support/jest/by-memory.mjs",
  testTimeout: 30_000,
  // Many tests wait for a browser or a local stack, so that no core needs to be kept free.
  maxWorkers: "100%",
  // Of `it.concurrent`: these tests wait for time-outs.
  maxConcurrency: 20,
  // A worker that has grown is replaced by a fresh one.
  workerIdleMemoryLimit: "400MB",
};
