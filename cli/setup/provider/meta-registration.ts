import type { LookupResult } from "../../../lib/adapters/http/lookup-result.ts";
import type { NumberOf } from "../../../lib/config/settings/settings.ts";
import {
  type MetaRegistrationState,
  metaRegistration,
  UNREGISTERED,
} from "../../../lib/providers/meta/tools/registration.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import { stopped, type Verified, verifyNumber } from "./meta-verification.ts";
import type { About, SetupWorld } from "./provider-setup.ts";
import { failed } from "./register.ts";
import { isPin, keepPin, newPin, pinOf } from "./registration-pin.ts";

/** Meta blocks a number after too many wrong ones. */
const MAX_WRONG_PINS = 3;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
const ADVICE: Record<string, string> = {
  "100": "Does the token have whatsapp_business_management, and access to the account?",
  "131031": "Meta has locked the business account: WhatsApp Manager > Account quality says why.",
  "133008":
    "The PIN was guessed too often. Wait for as long as WhatsApp Manager says, or set a new PIN there.",
  "133009": "PINs were tried too fast. Wait some minutes.",
  "133015": "The number was deleted a short while ago, and that is not complete yet. Wait five minutes.",
  "133016": "Meta takes ten registrations of a number in 72 hours. Wait 72 hours, without another try.",
  "200": "The token needs whatsapp_business_management and access to the account.",
};
const NEW_PIN =
  "WhatsApp Manager > Phone numbers > the number's settings > Two-step verification sets a new PIN.";

const KEEPS_PIN = "The stage's secret keeps its PIN (meta.registrationPins).";

/** `again`: it is connected, so only a lost response tells nothing. */
type Number = Verified & { cloud: Cloud; again: boolean };

/**
 * Registers a number that Meta calls unregistered. One that is connected, or that the WhatsApp Business app
 * uses too, is left alone.
 */
export async function registerNumber(
  world: SetupWorld,
  cloud: Cloud,
  { number, settings, secrets }: Pick<About<NumberOf<"meta">>, "number" | "settings" | "secrets">,
): Promise<void> {
  const { io, print } = world;
  const { phoneNumberId } = number;
  const registration = metaRegistration({
    fetch: io.fetch,
    clock: io.clock,
    ...settings.meta,
    accessToken: secrets.meta?.accessToken ?? "",
    timeoutMs: 30_000,
  });
  const found = await registration.state(phoneNumberId);
  if (found.kind !== "found")
    throw failed(
      "Meta did not say whether the number is registered",
      found.code,
      "Look with `npm run wa -- doctor`.",
    );
  const { display = "The number", onBusinessApp } = found.value;
  if (onBusinessApp) {
    print.line(
      `${display} is in the WhatsApp Business app, too: a partner has connected it. It stays as it is.`,
    );
    return;
  }
  const again = !isUnregistered(found.value);
  if (again && !world.registerAgain) {
    const keeps = (await pinOf(cloud, phoneNumberId)) ? ` ${KEEPS_PIN}` : "";
    print.line(`${display} is registered already.${keeps}`);
    return;
  }
  if (again) print.line(`Registering ${display} once more.`);
  else
    print.line(
      `${display} is not registered for the Cloud API yet. Only the API can do that, so setup does it now.`,
    );
  const about = {
    registration,
    phoneNumberId,
    display,
    language: number.language ?? settings.language,
    cloud,
    again,
  };
  // The verification of a connected number expires without any effect.
  if (!again && found.value.verification !== undefined && found.value.verification !== "VERIFIED")
    await verifyNumber(world, about);
  await register(world, about);
}

const isUnregistered = ({ status, platform }: MetaRegistrationState) =>
  status === undefined ? platform === "NOT_APPLICABLE" : UNREGISTERED.has(status);

/** Keeps each PIN before it is used: if the response is lost, the PIN is not. */
async function register(world: SetupWorld, about: Number): Promise<void> {
  const { cloud, registration, phoneNumberId, again } = about;
  const given = world.io.env.META_REGISTRATION_PIN?.trim();
  if (given && !isPin(given)) throw new CliProblem(EXIT.usage, "META_REGISTRATION_PIN: use six digits.");
  const kept = await pinOf(cloud, phoneNumberId);
  let pin = given || kept || (again ? await askPin(world, 0) : newPin());
  let [isNew, wrongPins, wasVerified] = [!given && !again, 0, false];
  for (;;) {
    await keepPin(cloud, phoneNumberId, pin);
    const done = await registration.register(phoneNumberId, pin);
    if (done.kind === "found" || (done.kind === "no-answer" && !again && (await isConnected(about)))) break;
    const code = refusalOf(done);
    if (code === "133006" && !wasVerified) {
      await verifyNumber(world, about);
      wasVerified = true;
      continue;
    }
    if (code !== "133005") throw failure(code, done);
    await keepPin(cloud, phoneNumberId, pin === kept ? undefined : kept);
    wrongPins += 1;
    pin = await askPin(world, wrongPins);
    isNew = false;
  }
  showRegistered(world, pin, isNew);
}

const refusalOf = (done: LookupResult<true>) => (done.kind === "refused" ? done.code : undefined);

const failure = (code: string | undefined, done: LookupResult<true>): CliProblem =>
  code === undefined
    ? failed(
        "Meta gave no answer, so whether the number is registered is not known",
        done.kind === "no-answer" ? done.code : "",
        "The PIN is kept.",
      )
    : failed(
        "Meta did not register the number",
        code,
        ADVICE[code] ?? "docs/setup-meta.md lists Meta's codes.",
      );

async function isConnected({ registration, phoneNumberId }: Number): Promise<boolean> {
  const found = await registration.state(phoneNumberId);
  return found.kind === "found" && found.value.status === "CONNECTED";
}

/** The number had a PIN before, which only its owner knows. */
async function askPin({ io, print }: SetupWorld, wrongPins: number): Promise<string> {
  if (wrongPins > 0) print.line(`Meta says that the number has another two-step verification PIN (133005).`);
  if (wrongPins >= MAX_WRONG_PINS)
    throw new CliProblem(EXIT.failed, "Setup tries no further PIN, because Meta blocks a number for that.", [
      NEW_PIN,
    ]);
  if (!io.askHidden)
    throw new CliProblem(
      EXIT.failed,
      "The number's two-step verification PIN is needed: META_REGISTRATION_PIN in the environment.",
      [NEW_PIN],
    );
  if (wrongPins < 2) {
    print.line("Somebody has set it before, for example in the app or at another provider.");
    print.line(`Forgotten? ${NEW_PIN}`);
  }
  for (;;) {
    const pin = (await io.askHidden("The number's PIN, six digits (empty: go on later)")).trim();
    if (pin === "") throw stopped("Meta has not registered the number.");
    if (isPin(pin)) return pin;
    print.line("  A PIN has six digits.");
  }
}

function showRegistered({ print }: SetupWorld, pin: string, isNew: boolean): void {
  print.line("Registered: the number can send and receive.");
  if (!isNew) {
    print.line(KEEPS_PIN);
    return;
  }
  print.line(
    `Its two-step verification PIN is ${print.paint("bold", pin)}. Write it down: it is not shown again.`,
  );
  print.line(
    "Meta asks for it when the number is registered again. The stage's secret keeps it, too (meta.registrationPins).",
  );
}
