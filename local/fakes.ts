import { lightFetch } from "../lib/adapters/http/light-fetch.ts";
import type { Clock } from "../lib/application/ports/ports.ts";
import { numbersAt } from "../lib/config/derived/numbers-at.ts";
import type { Secrets } from "../lib/config/secrets/secrets.ts";
import type { Settings } from "../lib/config/settings/settings.ts";
import { FakeChatsby } from "./chatsby/fake-chatsby.ts";
import type { Hooks, LeavingWebhook } from "./hooks.ts";
import type { Watch } from "./http/service.ts";
import { FakeMeta } from "./meta/fake-meta.ts";
import { FakeTwilio } from "./twilio/fake-twilio.ts";

export type Fakes = { meta: FakeMeta; twilio: FakeTwilio; chatsby: FakeChatsby };

/** Shown to customers; invented. */
const DISPLAY_NUMBER = "15550100200";
const WABA_ID = "210000000000001";

/** `secrets` is read at every use: its current values are accepted. */
export function makeFakes(
  settings: Settings,
  secrets: () => Partial<Secrets>,
  clock: Clock,
  hooks: Hooks = {},
): Fakes {
  const numbers = numbersAt(settings.numbers, "meta").map(({ phoneNumberId, wabaId = WABA_ID }) => ({
    phoneNumberId,
    wabaId,
    displayNumber: DISPLAY_NUMBER,
  }));
  const senders = numbersAt(settings.numbers, "twilio").map(({ from }) => from);
  const agentIds = settings.numbers.map(({ agentId }) => agentId);
  const { dialect } = settings.chatsby;
  const hold = (webhook: LeavingWebhook) => hooks.hold?.(webhook);
  const watch =
    (system: "meta" | "twilio" | "chatsby"): Watch =>
    (request) =>
      hooks.watch?.(system, request);
  const fetch = lightFetch(Date.now);
  return {
    meta: new FakeMeta({
      numbers,
      credentials: () => secrets().meta,
      clock,
      fetch,
      hold,
      watch: watch("meta"),
    }),
    twilio: new FakeTwilio({
      senders,
      credentials: () => secrets().twilio,
      clock,
      fetch,
      hold,
      watch: watch("twilio"),
    }),
    chatsby: new FakeChatsby({
      agentIds,
      apiKey: () => secrets().chatsby?.apiKey,
      clock,
      mapping: typeof dialect === "string" ? undefined : dialect,
      watch: watch("chatsby"),
    }),
  };
}
