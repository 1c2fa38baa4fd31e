import { builtOnce } from "./built-once.ts";

const BUILD = `
  const { bundleFunctions } = await import("./infra/bundles/bundle.ts");
  await bundleFunctions({ outdir: process.argv[1] });
`;

/** All functions as they are deployed: built once a test run, by the first suite that asks. */
export const builtFunctions = (): Promise<string> => builtOnce("functions", BUILD);
