import { setTimeout as pause } from "node:timers/promises";
import type { Settings } from "../../lib/config/settings/settings.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { isEmpty } from "../aws/queues.ts";
import { DANA } from "../customer.ts";
import type { Phone, PhoneMessage } from "../phone/phone.ts";
import { bubble } from "../phone/transcript.ts";
import type { LocalStack } from "../stack-options.ts";

const REPLY_TIMEOUT_MS = MINUTE_MS;
/** Statuses arrive a moment after the reply. */
const STATUS_TIMEOUT_MS = 2_000;
/** Queues count approximately: only one that stays empty counts as empty. */
const SILENT_AFTER_MS = 2_000;
const POLL_MS = 50;

export type Said = { ok: true } | { ok: false; problem: string };

const API_URL: Readonly<Record<Provider, (settings: Settings) => string>> = {
  meta: ({ meta }) => meta.graphUrl,
  twilio: ({ twilio }) => twilio.apiUrl,
};

type Options = { texts: readonly string[]; provider: Provider; colour: boolean; print(text: string): void };

/** Prints what the phone shows. */
export async function say(stack: LocalStack, { texts, provider, colour, print }: Options): Promise<Said> {
  const { phone } = stack[provider];
  const number = stack.settings.numbers.find((each) => each.provider === provider);
  if (!number) return { ok: false, problem: `no number of the settings belongs to ${provider}` };
  const replies = API_URL[provider](stack.settings);
  if (replies !== stack[provider].url)
    return { ok: false, problem: `replies go to ${replies} by the settings, so they cannot be shown here` };
  const paper = { colour, customer: DANA.name, business: number.name };
  let shown = 0;
  const show = () => {
    for (; shown < phone.messages.length; shown++) {
      const message = phone.messages[shown];
      if (message) print(bubble(message, paper));
    }
  };
  for (const text of texts) {
    const before = phone.messages.length;
    const delivered = await stack[provider].say(DANA, text);
    if (delivered.status !== 200)
      return {
        ok: false,
        problem: `the webhook was answered ${delivered.status || "nothing"} instead of 200`,
      };
    const answered = await answerAfter(stack, phone, before);
    await until(() => phone.messages.slice(before).every(isRead), STATUS_TIMEOUT_MS);
    show();
    if (answered === "late")
      return { ok: false, problem: `no reply came within ${REPLY_TIMEOUT_MS / SECOND_MS} s` };
    if (answered === "silent")
      return {
        ok: false,
        problem: "no reply comes: a person has the conversation, or the customer wants none",
      };
  }
  return { ok: true };
}

const isRead = ({ ticks }: PhoneMessage) => ticks === "read" || ticks === "failed";

/**
 * A reply may have several parts: it is complete when its turn has left the queue. A turn that leaves without
 * a reply was silent.
 */
async function answerAfter(
  stack: LocalStack,
  phone: Phone,
  before: number,
): Promise<"answered" | "silent" | "late"> {
  const replied = () => phone.messages.slice(before).some(({ from }) => from === "business");
  let atRestSince: number | undefined;
  const ended = await until(async () => {
    const { turns } = await stack.queueDepths();
    const atRest = turns !== undefined && isEmpty(turns);
    atRestSince = atRest ? (atRestSince ?? Date.now()) : undefined;
    return atRestSince !== undefined && (replied() || Date.now() - atRestSince > SILENT_AFTER_MS);
  }, REPLY_TIMEOUT_MS);
  if (replied()) return "answered";
  return ended ? "silent" : "late";
}

async function until(holds: () => boolean | Promise<boolean>, within: number): Promise<boolean> {
  const end = Date.now() + within;
  while (!(await holds())) {
    if (Date.now() > end) return false;
    await pause(POLL_MS);
  }
  return true;
}
