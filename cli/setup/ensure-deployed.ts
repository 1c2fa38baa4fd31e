import { keepsData } from "../../lib/config/deployment/stage.ts";
import type { NumberSettings } from "../../lib/config/settings/settings.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { settingsMatch } from "../cloud/deployed-settings.ts";
import { stackTrouble } from "../cloud/stack.ts";
import { confirm } from "../confirm.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { Answers } from "./ask/collect-answers.ts";
import { deploy, deployCommand } from "./deploy.ts";
import { repairStack, type StackBeforeDeploy } from "./repair-stack.ts";
import type { Setup } from "./setup.ts";

/**
 * Deploys if the deployed settings differ from the file. Returns `undefined` if it only printed the command.
 * Throws CliProblem if the deployed functions do not know every number in the file afterwards.
 */
export async function ensureDeployed(
  setup: Setup,
  cloud: Cloud | undefined,
  { settings, number }: Answers,
  way: StackBeforeDeploy,
): Promise<Cloud | undefined> {
  const { io, print, stage, options } = setup;
  if (setup.local) return knowsNumber(setup, cloud, number);
  const match = cloud && settingsMatch(cloud, settings);
  if (cloud && match === "same" && !way.deploys) {
    print.line("Already deployed with these settings.");
    if (options.yes === true && options.deploy !== false) await protect(setup, cloud);
    return cloud;
  }
  if (match === "other") print.line("The deployed settings are different.");
  const command = deployCommand(stage, options.yes === true).join(" ");
  if (options.deploy === false) {
    print.line(
      `Deploy it: ${command}\nThen run setup again: it goes on from here, and asks for the credentials once more.`,
    );
    return undefined;
  }
  if (way.blocked) await repairStack(setup, way.blocked);
  if (!options.yes)
    await confirm(
      io,
      `Run \`${command}\` now? It creates the stack in your AWS account (docs/performance.md says what it costs).`,
    );
  await runDeploy(setup);
  const found = await deployedNow(setup);
  if (settingsMatch(found, settings) !== "same")
    throw new CliProblem(
      EXIT.failed,
      "The deploy succeeded, but the deployed settings are not these: no webhook was registered.",
      [
        `It deploys infra/settings/${stage}.json from this folder. Is that the file, and does AWS_REGION name the region of the deploy?`,
      ],
    );
  await protect(setup, found);
  return found;
}

/** Throws CliProblem if the local stack does not have the number: it takes its settings when it starts. */
function knowsNumber({ print, settingsPath }: Setup, cloud: Cloud | undefined, number: NumberSettings) {
  const numbers = cloud?.settings.numbers ?? [];
  if (numbers.some((known) => numberKey(known) === numberKey(number))) {
    print.line("The local stack has this number. It is not deployed.");
    return cloud;
  }
  const names = numbers.map(({ name }) => name).join(", ");
  throw new CliProblem(EXIT.failed, `The local stack has no such number; it has ${names}.`, [
    `It takes its numbers when it starts: WA_SETTINGS=${settingsPath ?? "FILE"} npm start`,
    "To set up a stage on AWS, leave WA_URL and --url out.",
  ]);
}

const numberKey = ({ name, agentId, ...number }: NumberSettings) =>
  [name, agentId, "from" in number ? number.from : `${number.phoneNumberId} ${number.wabaId}`].join(" ");

const runDeploy = ({ io, stage, options, findStack }: Setup) =>
  // If the stack cannot be read to explain the failure, that is no second failure.
  deploy(stage, {
    unasked: options.yes === true,
    run: io.runCommand,
    state: () => findStack().catch(() => undefined),
  });

async function deployedNow({ findCloud }: Setup): Promise<Cloud> {
  const found = await findCloud();
  const trouble = found?.stack && stackTrouble(found.stack);
  if (trouble) throw new CliProblem(EXIT.failed, trouble.what, [trouble.fix]);
  if (found) return found;
  throw new CliProblem(EXIT.failed, "The deploy succeeded, but its stack cannot be found.", [
    "Does AWS_REGION name the region of the deploy?",
  ]);
}

/**
 * The first deploy leaves deletion protection out, so that it can be rolled back. Setup continues without it,
 * and doctor reports it.
 */
async function protect(setup: Setup, { local, stack, settings }: Cloud): Promise<void> {
  const { io, print, stage } = setup;
  if (local || !stack || stack.protected || !keepsData(stage, settings)) return;
  print.line("Deploying once more, to protect the stack from deletion. Nothing else changes.");
  const code = await io.runCommand([...deployCommand(stage, setup.options.yes === true)]);
  if (code !== 0)
    print.line(
      `${print.paint("yellow", "!")} The stack is not protected from deletion yet: doctor says how.`,
    );
}
