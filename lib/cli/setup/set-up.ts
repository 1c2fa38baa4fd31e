import { completeSettings } from "../../config/complete-settings.ts";
import { ConfigurationError } from "../../config/problems.ts";
import type { NumberSettings, Settings, SettingsFile } from "../../config/settings.ts";
import { checkAccounts } from "../checks/accounts.ts";
import { worst } from "../checks/finding.ts";
import { challengeIsAnswered } from "../checks/front-door.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { confirm } from "../confirm.ts";
import { showFindings } from "../doctor/show-findings.ts";
import type { Io } from "../io.ts";
import type { Output } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { askNumber, askSecrets, interview, type NewSecrets, type Provider, type SetupOptions } from "./answers.ts";
import { deploy, deployCommand } from "./deploy.ts";
import { registerAtMeta, registerAtTwilio } from "./register.ts";
import { knownParts, withParts } from "./secret-text.ts";
import { ownNumbers, readSettingsFile, withNumber, writeSettingsFile } from "./settings-file.ts";
import { awaitAnswer, sendHello } from "./try-out.ts";

export type Setup = {
  io: Io;
  print: Output;
  stage: string;
  options: SetupOptions & { deploy?: boolean; replace?: boolean; testTo?: string; wait: number };
  /** `undefined` where the settings are not this project's to write: the local stack. */
  settingsPath: string | undefined;
  /** What is deployed now; `undefined` when nothing is. */
  findCloud(): Promise<Cloud | undefined>;
};

type Told = { number: NumberSettings; settings: Settings; file: SettingsFile; secrets: NewSecrets };

/** From a number and its credentials to a first answered message. Whatever is done already is not done again. */
export async function setUp(setup: Setup): Promise<void> {
  const { print, io, options } = setup;
  const step = (title: string) => print.line(print.paint("bold", `\n${title}`));
  step("1. Your number and credentials");
  let cloud = await setup.findCloud();
  const told = await learn(setup, cloud);

  step("2. Are they right?");
  await judge(setup, told);

  step("3. Settings");
  const changed = await save(setup, told);

  step("4. Deploy");
  cloud = await deployed(setup, cloud, changed);
  if (!cloud) return;

  step("5. Secret");
  await fillSecret(cloud, told.secrets, print);

  step("6. Webhook");
  await register(setup, cloud, told);

  step("7. Try it");
  const since = io.clock.now();
  const { number, secrets } = told;
  if (options.testTo && number.provider === "meta" && secrets.meta)
    print.line(await sendHello(io, told.settings, number, secrets.meta.accessToken, options.testTo));
  else print.line("Write to the number from your phone.");
  if (options.wait === 0) return;
  const answered = await awaitAnswer(io, cloud, since, options.wait * 1_000, (text) => print.line(`  ${text}`));
  if (answered)
    print.line("\nDone. Next: who is told of handoffs and alarms, and the agent's actions: docs/configuration.md, docs/agent-actions.md.");
  else
    print.line(
      `\nNothing was answered within ${options.wait} seconds. When you have written: npm run wa -- doctor${cloud.local ? "" : ` --stage ${setup.stage}`}`,
    );
}

async function learn({ io, options, settingsPath, print }: Setup, cloud: Cloud | undefined): Promise<Told> {
  const file = settingsPath === undefined ? undefined : await readSettingsFile(settingsPath);
  const questions = interview({ io, yes: options.yes === true });
  const own = settingsPath === undefined ? (cloud?.settings.numbers ?? []) : ownNumbers(file);
  const known = own.find(({ name, provider }) =>
    options.name ? name === options.name : !options.provider || provider === options.provider,
  );
  const provider = await questions.ask(options.provider, {
    option: "--provider",
    text: "Is the number at Meta or Twilio? (meta, twilio)",
    known: known?.provider ?? "meta",
    wrong: (value) => (["meta", "twilio"].includes(value) ? undefined : "say meta or twilio"),
  });
  const chosen: Provider = provider === "twilio" ? "twilio" : "meta";
  const number = await askNumber(questions, chosen, options, known?.provider === chosen ? known : undefined);
  const held = (await cloud?.secret.read())?.text ?? "{}";
  const secrets = await askSecrets(questions, chosen, knownParts(held), io.env);
  if (Object.keys(knownParts(held)).length > 0) print.line("What the secret holds already was not asked for again.");
  const merged = withPeople(withNumber(settingsPath === undefined ? cloud?.settings : file, number), options);
  const settings = complete(merged);
  // The local stack has stand-ins of the providers, of which a settings file knows nothing.
  const { meta, twilio, chatsby } = cloud?.local ? cloud.settings : settings;
  return { number: numberIn(settings, number.name), settings: { ...settings, meta, twilio, chatsby }, file: merged, secrets };
}

const withPeople = (file: SettingsFile, { alertsEmail, handoffEmail }: SetupOptions): SettingsFile => ({
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
      throw new CliProblem(EXIT.usage, "With these answers the settings are not as they should be:", error.problems);
    throw error;
  }
}

/** Nothing is saved that a provider refuses. */
async function judge({ io, print }: Setup, { number, settings, secrets }: Told): Promise<void> {
  const { chatsby = { apiKey: "" }, ...providers } = secrets;
  const findings = await checkAccounts(io, { ...settings, numbers: [number] }, { chatsby, ...providers });
  showFindings(findings, print, io.width);
  if (worst(findings) !== "problem") return;
  throw new CliProblem(EXIT.refused, "Nothing was saved and nothing was changed. Mend what is marked ✗, then run setup again.");
}

async function save({ settingsPath, print }: Setup, { file }: Told): Promise<boolean> {
  if (settingsPath === undefined) {
    print.line("The local stack has its own.");
    return false;
  }
  const before = JSON.stringify(await readSettingsFile(settingsPath));
  if (before === JSON.stringify(file)) {
    print.line("Nothing to change.");
    return false;
  }
  await writeSettingsFile(settingsPath, file);
  print.line(`Wrote ${settingsPath}.`);
  return true;
}

async function deployed(setup: Setup, cloud: Cloud | undefined, changed: boolean): Promise<Cloud | undefined> {
  const { io, print, stage, options } = setup;
  if (cloud && !changed) {
    print.line("Deployed already, with these settings as far as is known.");
    return cloud;
  }
  const command = deployCommand(stage).join(" ");
  if (options.deploy === false) {
    print.line(`Deploy it: ${command}\nThen run setup again: it goes on from here, and asks for the credentials once more.`);
    return undefined;
  }
  if (!options.yes)
    await confirm(io, `Run \`${command}\` now? It creates the stack in your AWS account (docs/performance.md says what it costs).`);
  await deploy(stage, io.runCommand);
  const found = await setup.findCloud();
  if (!found)
    throw new CliProblem(EXIT.failed, "The deploy ended well, but its stack is not to be found.", [
      "Does AWS_REGION name the region of the deploy?",
    ]);
  return found;
}

async function fillSecret(cloud: Cloud, secrets: NewSecrets, print: Output): Promise<void> {
  const held = await cloud.secret.read();
  if (!held) throw new CliProblem(EXIT.failed, "The stack's secret is not there.", ["Deploy again."]);
  let text: string;
  try {
    text = withParts(held.text, secrets);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new CliProblem(EXIT.failed, "The secret would not be usable:", error.problems);
    throw error;
  }
  if (text === JSON.stringify(JSON.parse(held.text))) {
    print.line("It holds these credentials already.");
    return;
  }
  await cloud.secret.write(text, held.version);
  print.line("Saved in Secrets Manager. identityKey stays as it was made.");
}

/** The functions look at the secret again after five minutes. */
const KNOWN_WITHIN = 6 * 60_000;

async function register({ io, print, options }: Setup, cloud: Cloud, { number, settings, secrets }: Told): Promise<void> {
  const { MetaWebhookUrl: meta = "", TwilioWebhookUrl: twilio = "" } = cloud.outputs;
  const parts = { io, servers: settings, replace: options.replace === true, tell: (text: string) => print.line(text) };
  if (number.provider === "twilio") {
    if (secrets.twilio) await registerAtTwilio(parts, number, secrets.twilio, twilio);
    return;
  }
  if (!secrets.meta) return;
  for (const end = io.clock.now() + KNOWN_WITHIN; ; await io.sleep(5_000)) {
    if (await challengeIsAnswered(io, meta, secrets.meta.verifyToken)) break;
    if (io.clock.now() > end)
      throw new CliProblem(EXIT.failed, "The webhook does not answer Meta's challenge.", [
        "Look with `npm run wa -- doctor`, then run setup again.",
      ]);
    if (io.live) io.err("waiting until the functions know the secret (up to five minutes) …\r");
  }
  await registerAtMeta(parts, number, secrets.meta, meta);
}
