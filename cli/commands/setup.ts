import { type Command, InvalidArgumentError, Option } from "commander";
import { rememberStage } from "../../lib/adapters/files/last-stage.ts";
import { parseContactPhone } from "../../lib/adapters/phone/phones.ts";
import { neverRan } from "../../lib/config/deployment/stack-status.ts";
import { isStageName, STAGE_NAME_RULE } from "../../lib/config/deployment/stage.ts";
import { PROVIDERS } from "../../lib/domain/inbound/inbound.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { isLocal } from "../api-url.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { stackName } from "../cloud/cloud.ts";
import { openCloud } from "../cloud/open.ts";
import type { Io } from "../io.ts";
import { type Output, outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { Context } from "../session.ts";
import { settingsPath } from "../settings-path.ts";
import { keptAnswers } from "../setup/ask/kept-answers.ts";
import { setUp } from "../setup/set-up.ts";
import type { Setup } from "../setup/setup.ts";
import { choosePlace, type Place } from "../stage/choose-place.ts";

type Options = Setup["options"] & { url?: string; stage?: string; settings?: string };

const seconds = (text: string) => {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Give whole seconds.");
};

function phone(text: string): string {
  if (parseContactPhone(text)) return text;
  throw new InvalidArgumentError("Give a phone number with + and country code.");
}

const ENVIRONMENT = `
Setup asks for the credentials without showing them, or reads them from the environment or standard input (--secrets-stdin): META_ACCESS_TOKEN, META_APP_SECRET,
META_VERIFY_TOKEN (generated when missing), TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, CHATSBY_API_KEY. They go to AWS Secrets Manager and nowhere else.

Instead of options, where nobody can be asked: WA_PROVIDER, WA_NUMBER_NAME, META_PHONE_NUMBER_ID, META_WABA_ID, TWILIO_FROM, CHATSBY_AGENT_ID,
WA_ALERTS_EMAIL, WA_HANDOFF_EMAIL, WA_HOURS, WA_TIME_ZONE. What is missing is listed at once.

You can run it again at any time: it skips what is already done. It saves nothing that a provider refuses.

Examples:
  npm run wa -- setup
  npm run wa -- setup --yes --stage prod --provider meta --name support --phone-number-id 3100… --waba-id 2100… --agent-id agent_…
  WA_URL=http://localhost:4000 npm run wa -- setup`;

/** No stage has this name. */
const LOCAL = "_local";

const STOPPED =
  "Stopped: no message has been answered yet. Your answers are kept, credentials are not; run setup again to go on.";

async function setupPlace(io: Io, { stage, url }: Options, print: Output): Promise<Place> {
  const given = url ?? (stage === undefined ? io.env.WA_URL : undefined);
  const local = URL.parse(given ?? "");
  if (local && isLocal(local)) return { url: local.href };
  if (given)
    throw new CliProblem(
      EXIT.usage,
      "--url is for the local stack only; a deployed one is named by --stage.",
    );
  if (stage !== undefined) {
    if (isStageName(stage)) return { stage, because: "" };
    throw new CliProblem(EXIT.usage, `--stage ${stage}: ${STAGE_NAME_RULE}`);
  }
  const place = await choosePlace(io, "npm run wa -- setup", true);
  if ("stage" in place) print.line(`${place.because} Another one: --stage NAME.`);
  return place;
}

export const setupCommand = (program: Command, { io }: Context) =>
  program
    .command("setup")
    .description("from your number's credentials to the first answered message, step by step")
    .option("--stage <name>", "the stage to set up (default: the last one that was set up here)")
    .option("--url <url>", "the local stack instead (or WA_URL in the environment)")
    .addOption(new Option("--provider <provider>", "where the number is").choices(PROVIDERS))
    .option("--name <name>", "a short name for the number")
    .option("--phone-number-id <id>", "Meta: the phone number's id")
    .option("--waba-id <id>", "Meta: the WhatsApp Business Account's id")
    .option("--from <sender>", "Twilio: the sender, whatsapp:+14155238886")
    .option("--agent-id <id>", "the Chatsby agent's id")
    .option("--alerts-email <address>", "who gets the alarms")
    .option("--handoff-email <address>", "who gets an e-mail when a customer wants a person")
    .option("--staff-email <address>", "who is invited to the inbox first, as its admin")
    .option("--hours <times>", 'when people are there: "Mon-Fri 9:00-18:00; Sat 10-14"')
    .option("--time-zone <zone>", "of these hours: Europe/Berlin")
    .option("--settings <file>", "the settings file (default: infra/settings/<stage>.json)")
    .option("--ask", "put one question to the agent: a message on your Chatsby plan")
    .option("--no-ask", "put no question to the agent")
    .option("--no-deploy", "only say how to deploy")
    .option("--replace", "take the webhook from another system that has it now")
    .option("--register-again", "Meta: register a connected number once more, after a changed display name")
    .option("--test-to <phone>", "Meta: send the template hello_world there", phone)
    .option("--wait <seconds>", "how long to wait for the first message", seconds, 120)
    .option("--secrets-stdin", "read the credentials from standard input: lines NAME=value, or a JSON object")
    .option("--yes", "ask nothing that has an answer already, and deploy without CDK's questions")
    .addHelpText("after", ENVIRONMENT)
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const print = outputTo(io);
      const place = await setupPlace(io, options, print);
      const local = "url" in place;
      const stage = local ? "local" : place.stage;
      const url = local ? place.url : undefined;
      const kept = await keptAnswers(io.notes, local ? LOCAL : stage);
      // Once there is an answer for it, the next run goes on with this stage.
      const keep: typeof kept.keep = async (option, answer) => {
        await kept.keep(option, answer);
        if (!local) await rememberStage(io.notes, stage, io.env.AWS_REGION || io.env.AWS_DEFAULT_REGION);
      };
      io.onExit(STOPPED);
      await setUp({
        io,
        print,
        stage,
        local,
        kept: { ...kept, keep },
        options,
        settingsPath: options.settings ?? (local ? undefined : settingsPath(stage)),
        findStack: async () => (local ? undefined : io.stackState(stackName(stage))),
        findCloud: async (): Promise<Cloud | undefined> => {
          const state = local ? undefined : await io.stackState(stackName(stage));
          if (!local && (!state || neverRan(state))) return undefined;
          return openCloud(omitUndefined({ url, stage: local ? undefined : stage }), io);
        },
      });
    });
