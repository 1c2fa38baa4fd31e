import { isAt } from "../../lib/config/numbers-at.ts";
import type { Secrets } from "../../lib/config/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings.ts";
import { WEBHOOK_URLS } from "../../lib/config/stack-outputs.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { challengeIsAnswered, signedIsTaken } from "../checks/front-door.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import type { Output } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { registerAtMeta, registerAtTwilio } from "./register.ts";

/** Functions read the secret again after five minutes. A little more, because clocks differ. */
export const FRESH_FOR_MS = 5.5 * MINUTE_MS;
/** After that, only a mistake can be the reason why functions do not know the secret. */
const GRACE_MS = MINUTE_MS;
const POLL_MS = 5 * SECOND_MS;

type About = {
  number: NumberSettings;
  settings: Settings;
  secrets: Partial<Pick<Secrets, "meta" | "twilio">>;
  identityKey?: string;
  /** Running functions may use the old credentials until then. */
  staleUntil: number;
};

type World = { io: Io; print: Output; replace: boolean };

/**
 * A webhook registered before the functions accept the new credentials would be refused, and Twilio delivers
 * none twice.
 */
async function awaitFunctions(
  { io, print }: World,
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

type Register = (world: World, about: About, url: string) => Promise<void>;

const registrationOf = ({ io, print, replace }: World, settings: Settings) => ({
  io,
  servers: settings,
  replace,
  print: (text: string) => print.line(text),
});

const registerTwilio: Register = async (
  world,
  { number, settings, secrets: { twilio }, identityKey, staleUntil },
  url,
) => {
  if (!twilio || !isAt(number, "twilio")) return;
  // One updated function proves nothing about the others, which cache the secret for five minutes.
  const isAccepted = () => signedIsTaken({ ...world.io, identityKey }, { twilio: url }, { twilio });
  await awaitFunctions(
    world,
    staleUntil,
    isAccepted,
    "The webhook refuses what is signed with the Auth Token.",
  );
  await registerAtTwilio(registrationOf(world, settings), number, twilio, url);
};

const registerMeta: Register = async (world, { number, settings, secrets: { meta }, identityKey }, url) => {
  if (!meta || !isAt(number, "meta")) return;
  const caller = { ...world.io, identityKey };
  // Meta redelivers refused webhooks for days: one updated function is enough.
  const isAccepted = async () =>
    (await challengeIsAnswered(caller, url, meta.verifyToken)) &&
    (await signedIsTaken(caller, { meta: url }, { meta }));
  await awaitFunctions(
    world,
    0,
    isAccepted,
    "The webhook does not answer Meta's challenge, or refuses what is signed with the app secret.",
  );
  await registerAtMeta(registrationOf(world, settings), number, meta, url);
};

const REGISTER: Readonly<Record<Provider, Register>> = { meta: registerMeta, twilio: registerTwilio };

export const registerWebhook = (world: World, { outputs }: Cloud, about: About): Promise<void> => {
  const { provider } = about.number;
  return REGISTER[provider](world, about, outputs[WEBHOOK_URLS[provider]] ?? "");
};
