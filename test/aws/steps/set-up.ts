import { DANA } from "../../../local/customer.ts";
import { type META, SECRETS, TWILIO } from "../outside.ts";
import type { Ended } from "../processes.ts";
import { STAGE, type World } from "../world.ts";

const credentials = {
  META_APP_SECRET: SECRETS.meta?.appSecrets[0] ?? "",
  META_ACCESS_TOKEN: SECRETS.meta?.accessToken ?? "",
  META_VERIFY_TOKEN: SECRETS.meta?.verifyToken ?? "",
  TWILIO_ACCOUNT_SID: SECRETS.twilio?.accountSid ?? "",
  TWILIO_AUTH_TOKEN: SECRETS.twilio?.authTokens[0] ?? "",
  CHATSBY_API_KEY: SECRETS.chatsby.apiKey,
};

const inputs = (names: readonly (keyof typeof credentials)[]) =>
  Object.fromEntries(names.map((name) => [name, credentials[name]]));
const FOR_TWILIO = inputs(["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "CHATSBY_API_KEY"]);
const FOR_META = inputs(["META_APP_SECRET", "META_ACCESS_TOKEN", "META_VERIFY_TOKEN"]);

type Options = { wait?: number; onLine?(line: string): void };

const setUp = (
  { project }: World,
  args: readonly string[],
  env: Record<string, string>,
  { wait = 0, onLine }: Options,
) =>
  project.wa(["setup", "--yes", "--stage", STAGE, "--wait", String(wait), ...args], {
    env,
    ...(onLine && { onLine }),
  });

export const setUpTwilio = (world: World, options: Options = {}): Promise<Ended> =>
  setUp(
    world,
    ["--provider", "twilio", "--name", TWILIO.name, "--from", TWILIO.from, "--agent-id", TWILIO.agentId],
    FOR_TWILIO,
    options,
  );

export const setUpMeta = (
  world: World,
  {
    name,
    phoneNumberId,
    wabaId,
    agentId,
  }: Omit<typeof META, "name" | "phoneNumberId"> & { name: string; phoneNumberId: string },
  options: Options = {},
): Promise<Ended> =>
  setUp(
    world,
    [
      "--provider",
      "meta",
      "--name",
      name,
      "--phone-number-id",
      phoneNumberId,
      "--waba-id",
      wabaId,
      "--agent-id",
      agentId,
    ],
    FOR_META,
    options,
  );

/** Writes as a customer as soon as setup asks for it. */
export const writesWhenAsked =
  (say: (customer: typeof DANA, text: string) => Promise<unknown>) =>
  (line: string): void => {
    if (/Write to the number/.test(line)) say(DANA, "Do you ship to Canada?").catch(() => undefined);
  };
