import { type Finding, worst } from "../../lib/domain/health/finding.ts";
import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { checkAccounts } from "../../lib/health/check-accounts.ts";
import { checkConcurrency } from "../checks/concurrency.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { showFindings } from "../doctor/show-findings.ts";
import type { Output } from "../output.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { askAgent } from "./ask/ask-agent.ts";
import { type Answers, collectAnswers } from "./ask/collect-answers.ts";
import { confirmMails } from "./ask/confirm-mails.ts";
import { readSettingsFile, writeSettingsFile } from "./ask/settings-file.ts";
import { ensureDeployed } from "./ensure-deployed.ts";
import { inviteFirst } from "./invite-first.ts";
import { commandFor, notDone } from "./not-done.ts";
import { fillSecret } from "./provider/fill-secret.ts";
import { SHOWN_LATER } from "./provider/meta-review.ts";
import { PROVIDER_SETUPS, registerWebhook } from "./provider/webhook.ts";
import { checkStackBeforeDeploy } from "./repair-stack.ts";
import type { Setup } from "./setup.ts";
import { awaitAnswer, type TryOut } from "./try-out.ts";

/** Goes from a number and its credentials to the first answered message. Completed steps are not repeated. */
export async function setUp(setup: Setup): Promise<void> {
  const { print, io, options } = setup;
  let steps = 0;
  const step = (title: string) => {
    steps += 1;
    print.line(print.paint("bold", `\n${steps}. ${title}`));
  };
  const before = checkStackBeforeDeploy(await setup.findStack(), print);
  step("Your number and credentials");
  let cloud = await setup.findCloud();
  const given = await collectAnswers(setup, cloud);

  step("Are they right?");
  await verifyCredentials(setup, given);
  const answers = await askAgent(setup, given);

  step("Settings");
  const changed = await save(setup, answers);
  // The settings file has them now. The local stack has none.
  if (!setup.local) await setup.kept.forget();

  step("Deploy");
  cloud = await ensureDeployed(setup, cloud, answers, { ...before, deploys: before.deploys || changed });
  if (!cloud) return;
  await showConcurrency(cloud, print, io.width);

  step("Secret");
  const secret = await fillSecret(cloud, answers.secrets, io.clock, print);

  step("Webhook");
  const world = {
    io,
    print,
    replace: options.replace === true,
    registerAgain: options.registerAgain === true,
  };
  await registerWebhook(world, cloud, { ...answers, ...secret });

  const { connectNumber, sendHello } = PROVIDER_SETUPS[answers.number.provider];
  if (connectNumber) {
    step("The number");
    await connectNumber(world, cloud, { ...answers, ...secret });
  }
  await setup.kept.forget();

  step("Your team");
  await confirmMails(setup, cloud);
  await inviteFirst(setup, cloud);

  step("Try it");
  const since = io.clock.now();
  const said = options.testTo ? await sendHello?.(io, answers, options.testTo) : undefined;
  print.line(
    said ??
      (setup.local
        ? print.aim(`Write to the number: npm run wa -- chat, or ${cloud.outputs.ApiUrl}`)
        : "Write to the number from your phone."),
  );
  const outcome = options.wait > 0 ? await awaitOutcome(setup, cloud, since) : undefined;
  if (outcome) showOutcome(setup, answers.number.provider, outcome);
  else
    print.line(
      print.aim(`\nNo message was waited for (--wait 0). Is it answered? ${commandFor(setup, "status")}`),
    );
}

const awaitOutcome = ({ io, print, options }: Setup, cloud: Cloud, since: number): Promise<TryOut> =>
  awaitAnswer(io, cloud, since, options.wait * 1_000, (text) => print.line(`  ${print.aim(text)}`));

/** Throws CliProblem with what is missing, unless a message was answered. */
function showOutcome(setup: Setup, provider: Provider, outcome: TryOut): void {
  if (outcome === "answered") {
    setup.print.line(
      "\nDone. Next: the agent's actions (docs/agent-actions.md), and what else you can set (docs/configuration.md).",
    );
    return;
  }
  throw notDone(setup, provider, outcome);
}

/** Credentials that a provider refuses are not saved. */
async function verifyCredentials(
  { io, print }: Setup,
  { number, settings, secrets }: Answers,
): Promise<void> {
  const { chatsby = { apiKey: "" }, ...providers } = secrets;
  const found = await checkAccounts(io, { ...settings, numbers: [number] }, { chatsby, ...providers });
  const findings = asSetupSeesThem(found);
  showFindings(findings, print, io.width);
  if (worst(findings) !== "problem") return;
  throw new CliProblem(
    EXIT.refused,
    "Nothing was saved and nothing was changed. Fix what is marked ✗, then run setup again.",
  );
}

/** What setup takes care of later is one warning, however many checks have found it. */
function asSetupSeesThem(found: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return found.flatMap((finding) => {
    const { inSetup, verdict, check } = finding;
    if (inSetup === undefined) return verdict !== "problem" && SHOWN_LATER.has(check) ? [] : [finding];
    if (seen.has(inSetup)) return [];
    seen.add(inSetup);
    return [{ ...finding, verdict: "warning", fix: inSetup }];
  });
}

async function save({ settingsPath, print }: Setup, { file }: Answers): Promise<boolean> {
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

/** Checked after the deploy, which also works in a small account: a warning at most. */
async function showConcurrency(cloud: Cloud, print: Output, width: number): Promise<void> {
  const findings = await checkConcurrency(cloud);
  showFindings(
    findings.filter(({ verdict }) => verdict !== "ok" && verdict !== "skipped"),
    print,
    width,
  );
}
