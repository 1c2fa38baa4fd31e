import { Argument, type Command } from "commander";
import { parseSecrets } from "../../lib/config/secrets/secrets.ts";
import { ConfigurationError } from "../../lib/config/settings/problems.ts";
import { PROVIDERS, type Provider } from "../../lib/domain/inbound/inbound.ts";
import { PROFILES } from "../../lib/providers/profiles.ts";
import { SIGNING } from "../../lib/providers/signing.ts";
import { readUserFile } from "../files.ts";
import type { Io } from "../io.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { Context } from "../session.ts";

function secretFor(provider: Provider, io: Pick<Io, "env">): string {
  const json = io.env.WA_SECRETS;
  if (!json)
    throw new CliProblem(EXIT.usage, "Give the secret: WA_SECRETS (the secret's JSON), or --secret.");
  try {
    const secret = SIGNING[provider].keyOf(parseSecrets(json, "WA_SECRETS"));
    if (secret) return secret;
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw new CliProblem(EXIT.usage, "WA_SECRETS is not valid:", error.problems);
    throw error;
  }
  throw new CliProblem(EXIT.usage, `WA_SECRETS has no secret for ${provider}.`);
}

function signatureOf(provider: Provider, body: Buffer, url: string | undefined, secret: string): string {
  const { signsUrl, problemOf, sign } = SIGNING[provider];
  const { displayName } = PROFILES[provider];
  if (signsUrl && !url)
    throw new CliProblem(
      EXIT.usage,
      `${displayName} signs the URL too: add --url, as ${displayName} calls it.`,
    );
  const problem = problemOf(body);
  if (problem) throw new CliProblem(EXIT.usage, problem);
  return sign(body, url ?? "", secret);
}

export const signCommand = (program: Command, { io }: Context) =>
  program
    .command("sign")
    .description("sign a webhook's body as the provider does, to try it with curl")
    .addArgument(new Argument("<provider>", "whose webhook").choices(PROVIDERS))
    .argument("[file]", "the body, byte for byte; without it what is piped in")
    .option(
      "--secret <secret>",
      "app secret or auth token; WA_SECRETS is better, because commands can be seen by others on the machine",
    )
    .option("--url <url>", "Twilio: the webhook's URL")
    .option("--json", "print JSON, for scripts")
    .addHelpText(
      "after",
      "\nExamples:\n  npm run -s wa -- sign meta webhook.json --secret local-app-secret\n  npm run -s wa -- sign twilio form.txt --url https://example.com/webhooks/twilio",
    )
    .action(
      async (
        provider: Provider,
        file: string | undefined,
        options: { secret?: string; url?: string },
        command: Command,
      ) => {
        const { url, json } = command.optsWithGlobals<{ url?: string; json?: boolean }>();
        const secret = options.secret ?? secretFor(provider, io);
        const body = file === undefined ? await io.stdin() : await readUserFile(file);
        const { header } = SIGNING[provider];
        const value = signatureOf(provider, body, url, secret);
        const print = outputTo(io);
        if (json) print.json({ header, value });
        else print.line(`${header}: ${value}`);
      },
    );
