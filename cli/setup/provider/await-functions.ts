import { MINUTE_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import type { SetupWorld } from "./provider-setup.ts";

/** Functions read the secret again after five minutes. A little more, because clocks differ. */
export const FRESH_FOR_MS = 5.5 * MINUTE_MS;
/** After that, only a mistake can keep functions from knowing the secret. */
const GRACE_MS = MINUTE_MS;
const POLL_MS = 5 * SECOND_MS;

/**
 * A webhook registered before the functions accept the new credentials would be refused, and Twilio delivers
 * none twice.
 */
export async function awaitFunctions(
  { io, print }: SetupWorld,
  until: number,
  known: () => Promise<boolean>,
  what: string,
): Promise<void> {
  let announced = false;
  for (const end = Math.max(until, io.clock.now() + FRESH_FOR_MS) + GRACE_MS; ; await io.sleep(POLL_MS)) {
    if (io.clock.now() >= until && (await known())) return;
    if (io.clock.now() > end)
      throw new CliProblem(EXIT.failed, what, ["Look with `npm run wa -- doctor`, then run setup again."]);
    if (!announced)
      print.line(
        "Waiting until all functions know the secret: up to six minutes. Then the webhook is registered.",
      );
    announced = true;
  }
}
