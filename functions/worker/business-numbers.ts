import { createHmac } from "node:crypto";
import type { Fetch } from "../../lib/adapters/http/fetch.ts";
import type { BusinessNumber } from "../../lib/application/ports/engine.ts";
import type { FileStore } from "../../lib/application/ports/file-store.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import type { Sender } from "../../lib/application/ports/sender.ts";
import { withStaffFiles } from "../../lib/application/sending/with-staff-files.ts";
import { closedTextOf } from "../../lib/config/derived/closed-text.ts";
import { hoursOf } from "../../lib/config/derived/hours-of.ts";
import { textsOf } from "../../lib/config/derived/texts-of.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings/settings.ts";
import { disclose } from "../../lib/domain/disclosure/disclose.ts";
import type { BusinessHours } from "../../lib/domain/hours/business-hours.ts";
import { numberName } from "../../lib/domain/ids.ts";
import type { Customer, Provider } from "../../lib/domain/inbound/inbound.ts";
import { languageSpokenIn } from "../../lib/domain/language/spoken-in.ts";
import type { replyParts } from "../../lib/domain/markup/parts/reply-parts.ts";
import { splitText } from "../../lib/domain/markup/parts/split.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { configuredTemplate } from "../../lib/domain/template/configured-template.ts";
import { FAILURES, type ProviderFailures } from "../../lib/providers/failures.ts";
import { MISSING_SECRET, type ProviderSending } from "../../lib/providers/sending.ts";
import { SENDINGS } from "../../lib/providers/sendings.ts";

export type Numbers = {
  settings: Settings;
  publicUrl: string;
  secrets(): Promise<Secrets>;
  invalidateSecrets(): void;
  fetch: Fetch;
  clock: Clock;
  /** ISO 3166-1 alpha-2. */
  countryOf(customer: Customer): string | undefined;
  replyParts: typeof replyParts;
  /** Of a stage with the inbox. */
  staffFiles?: FileStore | undefined;
  /** Default: all that the product knows. */
  sendings?: Readonly<Record<Provider, ProviderSending>>;
  failures?: Readonly<Record<Provider, ProviderFailures>>;
};

/** Changes with the credentials and reveals nothing of them. */
const credentialsHash = (provider: Provider, sending: ProviderSending, secrets: Secrets) =>
  createHmac("sha256", secrets.identityKey)
    .update(`${provider} ${sending.credentialsOf(secrets)}`)
    .digest("base64url")
    .slice(0, 22);

/** Read again when the secret lacks the provider: somebody may have added it. */
async function secretsWith(
  sending: ProviderSending,
  { secrets, invalidateSecrets }: Numbers,
): Promise<Secrets> {
  const known = await secrets();
  if (sending.credentialsOf(known) !== undefined) return known;
  invalidateSecrets();
  return secrets();
}

/**
 * A message without credentials has certainly not left, so it is refused and not of unknown outcome. "stop": a person must
 * fill in the secret; the number goes on once its credentials are others.
 */
function refusingWithoutSecret(sender: Sender): Sender {
  return {
    ...sender,
    send: (message, deadline) =>
      sender.send(message, deadline).catch((error: unknown) => {
        if (!(error instanceof IntegrationError) || error.system !== "secrets") throw error;
        const isMissing = error.code.startsWith(MISSING_SECRET);
        return { kind: "refused", code: error.code, failureAction: isMissing ? "stop" : "soon" };
      }),
  };
}

function closedTextFor(
  settings: Settings,
  number: NumberSettings,
  hours: BusinessHours,
  countryOf: Numbers["countryOf"],
): NonNullable<BusinessNumber["closedText"]> {
  const text = closedTextOf(settings, number, hours);
  return (customer, now) => text(countryOf(customer), now);
}

function contextFor(
  settings: Settings,
  number: NumberSettings,
  countryOf: Numbers["countryOf"],
): NonNullable<BusinessNumber["agentContext"]> {
  const { language, ...context } = { ...settings.agentContext, ...omitUndefined(number.agentContext ?? {}) };
  return {
    ...context,
    ...(language && { languageOf: (customer: Customer) => languageSpokenIn(countryOf(customer)) }),
  };
}

export function businessNumbers(deps: Numbers): ReadonlyMap<string, BusinessNumber> {
  const { settings, secrets, countryOf, staffFiles, sendings = SENDINGS, failures = FAILURES } = deps;
  return new Map(
    settings.numbers.map((number): [string, BusinessNumber] => {
      const texts = textsOf(settings, number);
      const hours = hoursOf(settings, number);
      const textFor: BusinessNumber["textFor"] = (key, customer) => texts(key, countryOf(customer));
      const sending = sendings[number.provider];
      const provider = refusingWithoutSecret(
        sending.sender(number, {
          ...deps,
          secrets: () => secretsWith(sending, deps),
          choose: (customer) => textFor("choose", customer),
        }),
      );
      const sender = staffFiles ? withStaffFiles(provider, staffFiles) : provider;
      const showsOptions = settings.replies.optionButtons && sending.showsOptions;
      const limits = { maxLength: sender.maxLength, files: sender.files };
      const template = number.reengagement ?? settings.reengagement;
      const business: BusinessNumber = {
        name: numberName(number.name),
        agentId: number.agentId,
        sender,
        textFor,
        ...(hours && { hours, closedText: closedTextFor(settings, number, hours, countryOf) }),
        messagesPerSecond: number.messagesPerSecond,
        credentials: async () => credentialsHash(number.provider, sending, await secrets()),
        agentContext: contextFor(settings, number, countryOf),
        quotes: settings.replies.quote,
        formatReply: (answer, disclosure) =>
          deps.replyParts(answer, {
            markup: number.agentMarkup,
            showsOptions,
            mediaHosts: settings.replies.mediaHosts,
            ...limits,
            disclosure,
          }),
        splitText: (text) => splitText(text, sender.maxLength).map((part) => ({ text: part })),
        ...((number.disclosure ?? settings.disclosure) === "first-answer" && {
          disclosure: {
            textFor: (customer) => textFor("disclosure", customer),
            putBefore: (parts, text) => disclose(parts, text, limits),
          },
        }),
        ...failures[number.provider],
        ...omitUndefined({ rollout: number.rollout }),
        ...(template && { reengagement: (customer: Customer) => configuredTemplate(template, customer) }),
      };
      return [number.name, business];
    }),
  );
}
