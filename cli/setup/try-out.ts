import type { Cloud } from "../cloud/cloud.ts";
import { backoff, unlessThrottled } from "../cloud/retry-throttled.ts";
import type { Io } from "../io.ts";

type World = Pick<Io, "fetch" | "clock" | "sleep" | "newId">;

/** One search for all, in the logs of the functions that write them. */
const CODES = ["webhook.accepted", "webhook.rejected", "turn.answered", "turn.failed"] as const;
const FUNCTIONS = ["webhook", "worker"] as const;

/** A throttled CloudWatch call counts as "not yet". Returns whether an answer came in time. */
export async function awaitAnswer(
  world: World,
  cloud: Cloud,
  since: number,
  waitMs: number,
  print: (text: string) => void,
): Promise<boolean> {
  const { clock, sleep } = world;
  const shown = new Set<string>();
  const once = (text: string) => {
    if (!shown.has(text)) print(text);
    shown.add(text);
  };
  const wait = backoff();
  let pauseMs = 0;
  for (
    const end = since + waitMs;
    clock.now() < end;
    await sleep(Math.min(pauseMs, Math.max(0, end - clock.now())))
  ) {
    const lines = await unlessThrottled(() => cloud.logs({ containing: CODES, functions: FUNCTIONS, since }));
    pauseMs = lines ? wait.answered() : wait.refused();
    const withCode = (code: string) =>
      (lines ?? []).flatMap(({ fields }) => (fields.code === code ? [fields] : []));
    if (withCode("webhook.accepted").some(({ recorded }) => Number(recorded) > 0))
      once("Your message arrived, and is recorded.");
    for (const { reason } of withCode("webhook.rejected"))
      once(`A webhook was refused (${String(reason)}): npm run wa -- doctor`);
    for (const { reason, errorCode } of withCode("turn.failed"))
      once(`The answer failed (${String(reason ?? errorCode)}): npm run wa -- doctor`);
    if (withCode("turn.answered").length > 0) {
      once("It was answered. Have a look at your phone.");
      return true;
    }
  }
  return false;
}
