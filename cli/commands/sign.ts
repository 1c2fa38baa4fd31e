import { Argument, type Command } from "commander";
import { ConfigurationError } from "../../lib/config/problems.ts";
import { parseSecrets } from "../../lib/config/secrets.ts";
import { signMetaBody } from "../../lib/providers/meta/signature.ts";
import { parseTwilioForm } from "../../lib/providers/twilio/form.ts";
import { signTwilioRequest } from "../../lib/providers/twilio/signature.ts";
import { readUserFile } from "../files.ts";
import type { Io } from "../io.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { Context } from "../session.ts";

type Provider = "meta" | "twilio";

function secretFor(provider: Provider, io: Pick<Io, "env">): string {
  const json = io.env.WA_SECRETS;
  if (!json) throw new CliProblem(EXIT.usage, "Give the secret: WA_SECRETS (the secret's JSON), or --secret.");
  try {
    const { meta, twilio } = parseSecrets(json, "WA_SECRETS");
    const secret = provider === "meta" ? meta?.appSecrets[0] : twilio?.authTokens[0];
    if (secret) return secret;
  } catch (error) {
    if (error instanceof ConfigurationError) throw new CliProblem(EXIT.usage, "WA_SECRETS is not valid:", error.problems);
    throw error;
  }
  throw new CliProblem(EXIT.usage, `WA_SECRETS has no secret for ${provider}.`);
}

function twilioHeader(body: Buffer, url: string | undefined, secret: string): string {
  if (!url) throw new CliProblem(EXIT.usage, "Twilio signs the URL too: add --url, as Twilio calls it.");
  const params = body.length === 0 ? [] : parseTwilioForm(body);
  if (!params) throw new CliProblem(EXIT.usage, "The body is no form (Body=hello&From=…), as Twilio sends it.");
  return signTwilioRequest(url, params, secret);
}

export const signCommand = (program: Command, { io }: Context) =>
  program
    .command("sign")
    .description("sign a webhook's body as the provider does, to try it with curl")
    .addArgument(new Argument("<provider>", "whose webhook").choices(["meta", "twilio"]))
    .argument("[file]", "the body, byte for byte; without it what is piped in")
    .option("--secret <secret>", "app secret or auth token; WA_SECRETS is better, because commands can be seen by others on the machine")
    .option("--url <url>", "Twilio: the webhook's URL")
    .option("--json", "print JSON, for scripts")
    .addHelpText(
      "after",
      "\nExamples:\n  npm run -s wa -- sign meta webhook.json --secret local-app-secret\n  npm run -s wa -- sign twilio form.txt --url https://example.com/webhooks/twilio",
    )
    .action(async (provider: Provider, file: string | undefined, options: { secret?: string; url?: string }, command: Command) => {
      const { url, json } = command.optsWithGlobals<{ url?: string; json?: boolean }>();
      const secret = options.secret ?? secretFor(provider, io);
      const body = file === undefined ? await io.stdin() : await readUserFile(file);
      const [header, value] =
        provider === "meta" ? ["X-Hub-Signature-256", signMetaBody(body, secret)] : ["X-Twilio-Signature", twilioHeader(body, url, secret)];
      const print = outputTo(io);
      if (json) print.json({ header, value });
      else print.line(`${header}: ${value}`);
    });
