export default {
  // Something that a test of the page started keeps the process alive after all have ended.
  forceExit: true,
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: { "\\.ts$": "<rootDir>/test/support/esbuild-transform.mjs" },
  testTimeout: 30_000,
};
