import { createHmac } from "node:crypto";
import type { BusinessNumber } from "../../lib/application/ports/engine.ts";
import { IntegrationError } from "../../lib/application/ports/integration-error.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import type { Secrets } from "../../lib/config/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings.ts";
import { textsOf } from "../../lib/config/texts-of.ts";
import { twilioCredentials } from "../../lib/config/twilio-credentials.ts";
import { numberName } from "../../lib/domain/ids.ts";
import type { Customer } from "../../lib/domain/inbound/inbound.ts";
import { formatAnswer } from "../../lib/domain/markup/format.ts";
import { findOptions } from "../../lib/domain/markup/options.ts";
import { splitText } from "../../lib/domain/markup/split.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { configuredTemplate } from "../../lib/domain/template/configured-template.ts";
import type { ReplyPart } from "../../lib/domain/turn/turn.ts";
import { metaFailureAction, metaFailureCause } from "../../lib/providers/meta/failure-actions.ts";
import { metaSender } from "../../lib/providers/meta/sender.ts";
import { twilioFailureAction, twilioFailureCause } from "../../lib/providers/twilio/failure-actions.ts";
import { twilioSender } from "../../lib/providers/twilio/sender.ts";

export type Numbers = {
  settings: Settings;
  publicUrl: string;
  secrets(): Promise<Secrets>;
  fetch: typeof fetch;
  clock: Clock;
  /** ISO 3166-1 alpha-2. */
  countryOf(customer: Customer): string | undefined;
};

/** The secret lacks a provider that a number uses. The code names the missing part. */
const missing = (part: string) => new IntegrationError({ system: "secrets", code: `missing_${part}`, retry: "later" });

/** A hash: it changes with the credentials and reveals nothing of them. */
function credentialsOf({ provider }: NumberSettings, secrets: Secrets): string {
  const used = provider === "meta" ? secrets.meta?.accessToken : Object.values(twilioCredentials(secrets) ?? {}).join(" ");
  return createHmac("sha256", secrets.identityKey).update(`${provider} ${used}`).digest("base64url").slice(0, 22);
}

function replyPart(text: string, withOptions: boolean): ReplyPart {
  const options = withOptions ? findOptions(text) : undefined;
  return { text, ...omitUndefined({ options }) };
}

export function businessNumbers({ settings, publicUrl, secrets, fetch, clock, countryOf }: Numbers): ReadonlyMap<string, BusinessNumber> {
  const senderOf = (number: NumberSettings, choose: (customer: Customer) => string) =>
    number.provider === "meta"
      ? metaSender({
          fetch,
          clock,
          ...settings.meta,
          phoneNumberId: number.phoneNumberId,
          linkPreview: settings.replies.linkPreview,
          choose,
          accessToken: async () => (await secrets()).meta?.accessToken ?? Promise.reject(missing("meta")),
        })
      : twilioSender({
          fetch,
          clock,
          ...settings.twilio,
          from: number.from,
          statusUrl: `${publicUrl}/webhooks/twilio/status`,
          credentials: async () => twilioCredentials(await secrets()) ?? Promise.reject(missing("twilio")),
        });

  return new Map(
    settings.numbers.map((number): [string, BusinessNumber] => {
      const texts = textsOf(settings, number);
      const textFor: BusinessNumber["textFor"] = (key, customer) => texts(key, countryOf(customer));
      const sender = senderOf(number, (customer) => textFor("choose", customer));
      const showsOptions = settings.replies.optionButtons && number.provider === "meta";
      const template = number.reengagement ?? settings.reengagement;
      const business: BusinessNumber = {
        name: numberName(number.name),
        agentId: number.agentId,
        sender,
        textFor,
        messagesPerSecond: number.messagesPerSecond,
        credentials: async () => credentialsOf(number, await secrets()),
        quotes: settings.replies.quote,
        formatReply: (answer) => {
          const parts = splitText(formatAnswer(answer, number.agentMarkup), sender.maxLength);
          return parts.map((text, index) => replyPart(text, showsOptions && index === parts.length - 1));
        },
        splitText: (text) => splitText(text, sender.maxLength).map((part) => ({ text: part })),
        failureActionFor: number.provider === "meta" ? metaFailureAction : twilioFailureAction,
        failureCause: number.provider === "meta" ? metaFailureCause : twilioFailureCause,
        ...(template && { reengagement: (customer: Customer) => configuredTemplate(template, customer) }),
      };
      return [number.name, business];
    }),
  );
}
