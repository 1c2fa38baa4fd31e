import { type Command, InvalidArgumentError } from "commander";
import { DEMO_SECRETS } from "../../lib/config/secrets/demo-secrets.ts";
import { parseSecrets, type Secrets } from "../../lib/config/secrets/secrets.ts";
import { ConfigurationError } from "../../lib/config/settings/problems.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { isLocal } from "../api-url.ts";
import type { Io } from "../io.ts";
import { outputTo } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Delivered, deliver } from "../replay/deliver.ts";
import { refreshWebhook } from "../replay/refresh-webhook.ts";
import { readSession } from "../replay/session-file.ts";
import type { Context } from "../session.ts";

const LOCAL = "http://localhost:4000";
/** Longer pauses, for example over night, are shortened. */
const MAX_PAUSE_MS = MINUTE_MS;

type Options = {
  speed: number;
  newIds?: boolean;
  keepTimes?: boolean;
  yes?: boolean;
  url?: string;
  json?: boolean;
};

function speedOf(text: string): number {
  const speed = Number(text);
  if (!(speed >= 0 && speed <= 1000)) throw new InvalidArgumentError("Use a number from 0 to 1000.");
  return speed;
}

function baseOf({ url, yes }: Options, io: Pick<Io, "env">): URL {
  const given = url ?? io.env.WA_URL ?? LOCAL;
  const base = URL.parse(given);
  if (!base || !/^https?:$/.test(base.protocol))
    throw new CliProblem(EXIT.usage, "The URL must begin with http://localhost or https://.");
  if (isLocal(base)) return base;
  if (!yes)
    throw new CliProblem(
      EXIT.usage,
      `${base.origin} is not on this machine: customers there would get real answers. Add --yes if that is meant.`,
    );
  if (base.protocol !== "https:")
    throw new CliProblem(EXIT.usage, "Beyond this machine only https:// is used.");
  return base;
}

function secretsFor(base: URL, { env }: Pick<Io, "env">): Secrets {
  if (env.WA_SECRETS === undefined && isLocal(base)) return DEMO_SECRETS;
  try {
    return parseSecrets(env.WA_SECRETS ?? "", "WA_SECRETS");
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new CliProblem(EXIT.usage, "Give the secret of that stack as JSON in WA_SECRETS:", error.problems);
  }
}

/** The same for the same old id, in the provider's format. */
function newIds(io: Pick<Io, "newId">): (id: string) => string {
  const known = new Map<string, string>();
  return (id) => {
    const fresh = io.newId().replaceAll("-", "");
    const made =
      known.get(id) ??
      (id.startsWith("wamid.") ? `wamid.${Buffer.from(fresh).toString("base64")}` : `SM${fresh}`);
    known.set(id, made);
    return made;
  };
}

export const replayCommand = (program: Command, { io, end }: Context) =>
  program
    .command("replay")
    .description("play a recorded session again: deliver its webhooks, signed, in their order")
    .argument("<file>", 'the file of "Save this session" on the page of npm start')
    .option("--speed <factor>", "how fast: 1 as it was, 10 ten times as fast, 0 without pauses", speedOf, 1)
    .option(
      "--new-ids",
      "as new messages; with the ids of the recording, a stack that knows them answers nothing again",
    )
    .option(
      "--keep-times",
      "messages keep their times; else they are sent now, so that they are not too old to be answered",
    )
    .option("--url <url>", `where to (or WA_URL in the environment; default ${LOCAL})`)
    .option("--yes", "also to a stack that is not on this machine")
    .option("--json", "print JSON, for scripts")
    .addHelpText(
      "after",
      "\nSigned with WA_SECRETS, or with the secrets of npm start.\n\nExample:\n  npm run wa -- replay session.json --speed 5 --new-ids",
    )
    .action(async (file: string, _: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const base = baseOf(options, io);
      const secrets = secretsFor(base, io);
      const webhooks = await readSession(file);
      const print = outputTo(io);
      const idFor = options.newIds ? newIds(io) : undefined;
      const delivered: Delivered[] = [];
      for (const [index, webhook] of webhooks.entries()) {
        const pause = webhook.at - (webhooks[index - 1]?.at ?? webhook.at);
        if (options.speed > 0 && pause > 0) await io.sleep(Math.min(pause / options.speed, MAX_PAUSE_MS));
        const now = options.keepTimes ? undefined : io.clock.now();
        const one = await deliver(
          { provider: webhook.provider, body: refreshWebhook(webhook, { now, idFor }) },
          { base, secrets, io },
        );
        delivered.push(one);
        if (!options.json)
          print.line(
            `${index + 1}/${webhooks.length}  ${one.provider.padEnd(6)}  ${one.status}  ${one.milliseconds} ms`,
          );
      }
      const refused = delivered.filter(({ status }) => status !== 200).length;
      if (options.json) print.json({ webhooks: delivered });
      else if (refused > 0)
        print.note(
          `${refused} of ${delivered.length} were not taken (200). 403: the secrets are not those of the stack.`,
        );
      end(refused > 0 ? EXIT.failed : EXIT.ok);
    });
