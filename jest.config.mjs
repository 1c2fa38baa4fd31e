export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/strip-types.mjs" },
  globalSetup: "<rootDir>/test/support/run-folder.mjs",
  globalTeardown: "<rootDir>/test/support/remove-run-folder.mjs",
  testTimeout: 30_000,
  // Many tests wait for a browser or a local stack, so that no core needs to be kept free.
  maxWorkers: "100%",
  // A worker that has grown is replaced by a fresh one.
  workerIdleMemoryLimit: "300MB",
};
