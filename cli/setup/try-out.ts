import type { Cloud } from "../cloud/cloud.ts";
import { backoff, unlessThrottled } from "../cloud/retry-throttled.ts";
import type { Io } from "../io.ts";

type World = Pick<Io, "fetch" | "clock" | "sleep" | "newId">;

/** One search for all, in the logs of the functions that write them. */
const CODES = ["webhook.accepted", "webhook.rejected", "turn.answered", "turn.failed"] as const;
const FUNCTIONS = ["webhook", "worker"] as const;

/** What of a message was seen in the end. */
export type TryOut = "answered" | "failed" | "recorded" | "refused" | "nothing";

/** A throttled CloudWatch call counts as "not yet". Returns early with an answer. */
export async function awaitAnswer(
  world: World,
  cloud: Cloud,
  since: number,
  waitMs: number,
  print: (text: string) => void,
): Promise<TryOut> {
  const { clock, sleep } = world;
  const shown = new Set<string>();
  let seen: TryOut = "nothing";
  const once = (found: TryOut, text: string) => {
    if (!shown.has(text)) print(text);
    shown.add(text);
    seen = found;
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
    for (const { reason } of withCode("webhook.rejected"))
      once("refused", `A webhook was refused (${String(reason)}): npm run wa -- doctor`);
    if (withCode("webhook.accepted").some(({ recorded }) => Number(recorded) > 0))
      once("recorded", "Your message arrived, and is recorded.");
    for (const { reason, errorCode } of withCode("turn.failed"))
      once("failed", `The answer failed (${String(reason ?? errorCode)}): npm run wa -- doctor`);
    if (withCode("turn.answered").length > 0) {
      once("answered", "It was answered. Have a look at your phone.");
      return seen;
    }
  }
  return seen;
}
