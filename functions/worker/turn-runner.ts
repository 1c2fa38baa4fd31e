import { chatsbyAgent } from "../../lib/adapters/chatsby/agent.ts";
import { conversationIdOf, sessionIdOf, turnIdOf } from "../../lib/adapters/identity/keyed-ids.ts";
import { metaRemedy } from "../../lib/adapters/meta/remedies.ts";
import { metaSender } from "../../lib/adapters/meta/sender.ts";
import { twilioRemedy } from "../../lib/adapters/twilio/remedies.ts";
import { twilioSender } from "../../lib/adapters/twilio/sender.ts";
import { answerConversationWith } from "../../lib/application/answer-conversation.ts";
import type { BusinessNumber, Engine, Wake } from "../../lib/application/engine.ts";
import { IntegrationError } from "../../lib/application/integration-error.ts";
import { partFailedWith } from "../../lib/application/part-failed.ts";
import type { TurnCommand } from "../../lib/application/ports.ts";
import { numberAddress } from "../../lib/config/number-address.ts";
import type { Secrets } from "../../lib/config/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings.ts";
import { numberName } from "../../lib/domain/ids.ts";
import { formatAnswer } from "../../lib/domain/markup/format.ts";
import { findOptions } from "../../lib/domain/markup/options.ts";
import { splitText } from "../../lib/domain/markup/split.ts";
import type { ReplyPart } from "../../lib/domain/turn.ts";

export type TurnRunner = Pick<Engine, "conversations" | "deliveries" | "turnQueue" | "events" | "clock" | "random" | "telemetry"> & {
  settings: Settings;
  publicUrl: string;
  secrets(): Promise<Secrets>;
  /** Credentials were refused: look whether they have been rotated. */
  doubtSecrets(): void;
  fetch: typeof fetch;
};

/** Secrets hold nothing for a provider that a number uses: fails closed, and says which part is missing. */
const missing = (part: string) => new IntegrationError({ system: "secrets", code: `missing_${part}`, retry: "later" });

function replyPart(text: string, withOptions: boolean): ReplyPart {
  const options = withOptions ? findOptions(text) : undefined;
  return { text, ...(options && { options }) };
}

/** The turn engine, wired to the settings' numbers and the real providers. */
export function turnRunner(deps: TurnRunner): (command: TurnCommand, deadline: number) => Promise<Wake> {
  const { settings, secrets, fetch, clock } = deps;

  const senderOf = (number: NumberSettings) =>
    number.provider === "meta"
      ? metaSender({
          fetch,
          clock,
          ...settings.meta,
          phoneNumberId: number.phoneNumberId,
          linkPreview: settings.replies.linkPreview,
          accessToken: async () => (await secrets()).meta?.accessToken ?? Promise.reject(missing("meta")),
        })
      : twilioSender({
          fetch,
          clock,
          ...settings.twilio,
          from: number.from,
          statusUrl: `${deps.publicUrl}/webhooks/twilio/status`,
          credentials: async () => {
            const { twilio } = await secrets();
            const authToken = twilio?.authTokens[0];
            if (!twilio || !authToken) throw missing("twilio");
            return { accountSid: twilio.accountSid, authToken };
          },
        });

  const numbers = new Map(
    settings.numbers.map((number): [string, BusinessNumber] => {
      const sender = senderOf(number);
      const showsOptions = settings.replies.optionButtons && number.provider === "meta";
      const business = {
        name: numberName(number.name),
        agentId: number.agentId,
        sender,
        fallbackText: number.texts.fallback ?? settings.texts.fallback,
        quotes: settings.replies.quote,
        formatReply: (answer: string) => {
          const parts = splitText(formatAnswer(answer, number.agentMarkup), sender.maxLength);
          return parts.map((text, index) => replyPart(text, showsOptions && index === parts.length - 1));
        },
        remedyFor: number.provider === "meta" ? metaRemedy : twilioRemedy,
      };
      return [number.name, business];
    }),
  );
  const agent = chatsbyAgent({
    fetch,
    clock,
    apiUrl: settings.chatsby.apiUrl,
    dialect: settings.chatsby.dialect,
    timeoutMs: settings.chatsby.timeoutSeconds * 1000,
    apiKey: async () => (await secrets()).chatsby.apiKey,
    onKeyRefused: deps.doubtSecrets,
  });

  const engineWith = (identityKey: string): Engine => ({
    ...deps,
    agent,
    rules: settings.turns,
    agentTimeoutMs: settings.chatsby.timeoutSeconds * 1000,
    numberNamed: (name) => numbers.get(name),
    conversationFor: (name, customer) => {
      const number = settings.numbers.find((each) => each.name === name);
      if (!number) throw new Error("the number is not configured");
      return conversationIdOf(identityKey, { provider: number.provider, businessNumber: numberAddress(number), customer });
    },
    turnIdFor: turnIdOf,
    sessionIdFor: (_, customer) => sessionIdOf(identityKey, settings.sessionId, customer),
  });

  return async (command, deadline) => {
    const engine = engineWith((await secrets()).identityKey);
    const answer = answerConversationWith(engine);
    return command.kind === "wake"
      ? answer(command.conversation, deadline, command.number)
      : partFailedWith(engine, answer)(command.reference, command.code, deadline);
  };
}
