import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { ConfigurationError } from "../../../lib/config/settings/problems.ts";
import type { NumberSettings, Settings, SettingsFile } from "../../../lib/config/settings/settings.ts";
import { isProvider } from "../../../lib/domain/inbound/inbound.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Output } from "../../output.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import type { Setup } from "../setup.ts";
import { askHours } from "./ask-hours.ts";
import { askMails, type Mails } from "./ask-mails.ts";
import { askingFor } from "./interview.ts";
import type { KeptAnswers } from "./kept-answers.ts";
import { proposedZone } from "./proposed-zone.ts";
import { askNumber, askProvider, askSecrets, type NewSecrets } from "./questions.ts";
import { knownParts } from "./secret-text.ts";
import { secretsIn } from "./secrets-stdin.ts";
import { ownNumbers, readSettingsFile, withNumber } from "./settings-file.ts";

export type Answers = { number: NumberSettings; settings: Settings; file: SettingsFile; secrets: NewSecrets };

/** Throws CliProblem that lists everything missing, if there is no terminal. */
export async function collectAnswers(setup: Setup, cloud: Cloud | undefined): Promise<Answers> {
  const { io, options, settingsPath, print, local, kept } = setup;
  showKept(kept.found, print);
  const file = settingsPath === undefined ? undefined : await readSettingsFile(settingsPath);
  const env = options.secretsStdin
    ? { ...io.env, ...secretsIn((await io.stdin()).toString("utf8")) }
    : io.env;
  const dialect =
    file?.chatsby?.dialect ?? (settingsPath === undefined ? cloud?.settings.chatsby.dialect : undefined);
  const mapped = typeof dialect === "object";
  const questions = askingFor({ io, env, yes: options.yes === true, local, mapped, kept });
  const own = settingsPath === undefined ? (cloud?.settings.numbers ?? []) : ownNumbers(file);
  const [wantedName, wantedProvider] = [
    options.name ?? env.WA_NUMBER_NAME ?? kept.get("--name"),
    options.provider ?? env.WA_PROVIDER ?? kept.get("--provider"),
  ];
  const known = own.find(({ name, provider }) =>
    wantedName ? name === wantedName : !wantedProvider || provider === wantedProvider,
  );
  const provider = await askProvider(questions, options.provider, known?.provider);
  // A missing answer is reported in the end: the questions are those of the provider that the rest is for.
  const chosen = isProvider(provider) ? provider : (options.from ?? env.TWILIO_FROM) ? "twilio" : "meta";
  const number = await askNumber(questions, chosen, options, known?.provider === chosen ? known : undefined);
  // The local stack has its own settings.
  const mails = await askMails(io, questions, options, settingsPath === undefined ? undefined : (file ?? {}));
  const hours = await askHours(
    io,
    questions,
    options,
    settingsPath === undefined ? undefined : (file ?? { numbers: [] }),
    proposedZone("from" in number ? number.from : undefined),
  );
  const secretText = (await cloud?.secret.read())?.text ?? "{}";
  const secrets = await askSecrets(questions, chosen, knownParts(secretText), env);
  if (!local && options.deploy !== false)
    questions.consent("--yes: there is no terminal to confirm the deploy (or --no-deploy)");
  questions.finish();
  if (Object.keys(knownParts(secretText)).length > 0)
    print.line("Values that the secret already has are kept.");
  const named = withMails(withNumber(settingsPath === undefined ? cloud?.settings : file, number), mails);
  const merged = hours ? { ...named, hours: { ...named.hours, ...hours } } : named;
  const settings = complete(merged);
  // The local stack has fake providers, which a settings file does not know.
  const { meta, twilio, chatsby } = local && cloud ? cloud.settings : settings;
  return {
    number: numberIn(settings, number.name),
    settings: { ...settings, meta, twilio, chatsby },
    file: merged,
    secrets,
  };
}

/** Each of them is also the suggestion of its question. */
function showKept(found: KeptAnswers["found"], print: Output): void {
  const answers = Object.entries(found);
  if (answers.length === 0) return;
  print.line("An earlier run did not end. Its answers are remembered, credentials are not:");
  for (const [option, answer] of answers) print.line(`  ${option} ${answer}`);
  print.line("Enter keeps an answer; another one, or the option, changes it.");
}

const withMails = (file: SettingsFile, { alertsEmail, handoffEmail }: Mails): SettingsFile => ({
  ...file,
  ...(alertsEmail && { alerts: { ...file.alerts, email: alertsEmail } }),
  ...(handoffEmail && { handoff: { ...file.handoff, email: handoffEmail } }),
});

function numberIn({ numbers }: Settings, name: string): NumberSettings {
  const found = numbers.find((number) => number.name === name);
  if (!found) throw new CliProblem(EXIT.failed, `The settings hold no number ${name}.`);
  return found;
}

function complete(file: SettingsFile): Settings {
  try {
    return completeSettings(file, "the settings");
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw new CliProblem(EXIT.usage, "With these answers the settings are not valid:", error.problems);
    throw error;
  }
}
