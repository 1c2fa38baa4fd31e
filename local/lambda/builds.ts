import { bundleFunctions } from "../../infra/bundles/bundle.ts";
import type { FunctionName } from "../../lib/config/deployment/function-names.ts";

export type Builds = {
  /** Each is built once, on first use, and again after a failure. */
  need(...names: FunctionName[]): Promise<void>;
  settled(): Promise<void>;
};

export function startBuilds(outdir: string): Builds {
  const building = new Map<FunctionName, Promise<unknown>>();

  function build(name: FunctionName): Promise<unknown> {
    const built = bundleFunctions({ names: [name], outdir });
    built.catch(() => building.delete(name));
    building.set(name, built);
    return built;
  }

  return {
    need: async (...names) =>
      void (await Promise.all(names.map((name) => building.get(name) ?? build(name)))),
    settled: async () => void (await Promise.allSettled(building.values())),
  };
}

export const NO_BUILDS: Builds = { need: async () => {}, settled: async () => {} };
