import { parseContactPhone } from "../../lib/adapters/phone/phones.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings.ts";
import { metaSender } from "../../lib/providers/meta/sender.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { backoff, unlessThrottled } from "../cloud/retry-throttled.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";

type World = Pick<Io, "fetch" | "clock" | "sleep" | "newId">;

/** One search for all, in the logs of the functions that write them. */
const CODES = ["webhook.accepted", "webhook.rejected", "turn.answered", "turn.failed"] as const;
const FUNCTIONS = ["webhook", "worker"] as const;

/**
 * Meta's test template, which every account has.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/get-started
 */
const HELLO = { name: "hello_world", language: "en_US" };

/** To the user. Only Meta has a template from the start. */
export async function sendHello(
  { fetch, clock, newId }: World,
  servers: Pick<Settings, "meta">,
  number: Extract<NumberSettings, { provider: "meta" }>,
  accessToken: string,
  to: string,
): Promise<string> {
  const phone = parseContactPhone(to);
  if (!phone) throw new CliProblem(EXIT.usage, `"${to}" is no phone number with + and country code.`);
  const sender = metaSender({
    fetch,
    clock,
    ...servers.meta,
    phoneNumberId: number.phoneNumberId,
    accessToken: async () => accessToken,
  });
  const outcome = await sender.send(
    { to: { phone }, text: "", template: HELLO, reference: `setup-${newId()}` },
    clock.now() + 15_000,
  );
  if (outcome.kind === "accepted") return "Sent the template hello_world to you. Answer it.";
  if (outcome.kind === "unknown")
    return "Whether the template hello_world was sent is not known. Just write to the number.";
  if (outcome.code === "131030")
    return "Meta's test number may not write to you yet: add your phone under WhatsApp > API Setup. Then write to the number.";
  return `The template hello_world was refused (${outcome.code}). Just write to the number.`;
}

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
