import type { Step, World } from "./world.ts";

const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;

/** The first failure ends the run: later steps build on earlier ones. */
export async function runSteps(steps: readonly Step[], world: World): Promise<boolean> {
  const [began, total] = [performance.now(), steps.length];
  for (const [index, { title, run }] of steps.entries()) {
    const at = performance.now();
    try {
      await run(world);
      console.log(`✓ ${title} (${seconds(at)})`);
    } catch (error) {
      console.log(`✗ ${title} (${seconds(at)})\n${error instanceof Error ? error.message : String(error)}`);
      console.log(
        `\n1 of ${total} steps failed, ${index} went well, ${total - index - 1} were not reached (${seconds(began)}).`,
      );
      return false;
    }
  }
  console.log(`\nAll ${total} steps went well (${seconds(began)}).`);
  return true;
}
