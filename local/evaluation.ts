import { optionsFrom } from "./cli/environment.ts";
import { startStack } from "./stack.ts";

/**
 * For `wa evaluate`, which starts it: the whole system, until the standard input ends, which it also does when
 * the parent is killed.
 */
const ended = new Promise<void>((resolve) => {
  process.stdin.once("end", resolve).once("error", () => resolve());
  process.stdin.resume();
});

try {
  // Tests have built them already.
  const { EVALUATION_BUNDLES: bundles } = process.env;
  const stack = await startStack({ ...optionsFrom(process.env, 0), page: true, ...(bundles && { bundles }) });
  console.log(`ready ${stack.url}`);
  await ended;
  await stack.stop();
} catch (error) {
  console.error(error instanceof Error ? error.message : "The system did not start.");
  process.exitCode = 1;
}
process.stdin.destroy();
