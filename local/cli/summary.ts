import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { numberAddress } from "../../lib/config/settings/number-address.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import { DEMO_SECRETS } from "../demo.ts";
import type { LocalStack } from "../stack-options.ts";

/** Without what follows the #. */
const WEBHOOK_PATHS = Object.values(PROFILES).map(({ callback }) => callback.path.split("#")[0]);

/** Shows secrets only if they are the demo's. */
export function summary(stack: LocalStack, secrets: Secrets, stateDir: string | undefined): string {
  const { settings, url, endpoints } = stack;
  const isFake = (given: string, fake: string) => (given === fake ? " (built in)" : "");
  const demo = secrets === DEMO_SECRETS;
  const { meta, twilio } = secrets;
  const lines = [
    "Chatsby on WhatsApp, all on this machine",
    "",
    `  page       ${url}`,
    ...settings.numbers.map((number) => {
      const { name, provider, agentId } = number;
      const address = `${PROFILES[provider].addressKind} ${numberAddress(number)}`;
      return `  number     ${name}: ${provider}, ${address}, agent ${agentId}`;
    }),
    ...(settings.inbox.enabled ? [`  inbox      ${url}/inbox (sign in as ann, or as ben, an admin)`] : []),
    `  webhooks   ${WEBHOOK_PATHS.map((path) => `${url}${path}`).join(", ")}`,
    `  staff      ${url}/conversations/… (signed for AWS: region us-east-1, access key local, secret local)`,
    `  actions    ${url}/agent-actions/escalate, ${url}/agent-actions/lead`,
    `  Meta       ${settings.meta.graphUrl}${isFake(settings.meta.graphUrl, stack.meta.url)}`,
    `  Twilio     ${settings.twilio.apiUrl}${isFake(settings.twilio.apiUrl, stack.twilio.url)}`,
    `  Chatsby    ${settings.chatsby.apiUrl}${isFake(settings.chatsby.apiUrl, stack.chatsby.url)}`,
    `  DynamoDB   ${endpoints.dynamodb}`,
    `  SQS        ${endpoints.sqs}`,
    `  state      ${stateDir ?? "in memory"}`,
    "",
    ...(demo
      ? [
          `  app secret ${meta?.appSecrets[0]}   verify token ${meta?.verifyToken}   access token ${meta?.accessToken}`,
          `  Twilio     ${twilio?.accountSid}   token ${twilio?.authTokens[0]}`,
          `  Chatsby    ${secrets.chatsby.apiKey}   actions token ${secrets.actions?.tokens[0]}`,
        ]
      : ["  secrets    from WA_SECRETS"]),
    "",
    ...(meta
      ? [
          demo
            ? `  try        curl '${url}/webhooks/meta?hub.mode=subscribe&hub.challenge=42&hub.verify_token=${meta.verifyToken}'`
            : `  try        curl '${url}/webhooks/meta?hub.mode=subscribe&hub.challenge=42&hub.verify_token=…'`,
        ]
      : []),
    '  or         npm start -- --say "Do you ship to Canada?"',
    `  or         WA_URL=${url} npm run wa -- handoffs`,
    "",
  ];
  return lines.join("\n");
}
