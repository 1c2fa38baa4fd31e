import { readLastStage } from "../../lib/adapters/files/last-stage.ts";
import { isStageName, STAGE_NAME_RULE } from "../../lib/config/deployment/stage.ts";
import type { Io } from "../io.ts";
import { CliProblem, EXIT } from "../problem.ts";

/** `because`: how it was chosen, for the user who expected another one. */
export type Place = { stage: string; because: string } | { url: string };

type World = Pick<Io, "ask" | "err" | "notes" | "stages" | "findLocalStack" | "hasAwsSettings">;

const MAX_TRIES = 3;

/**
 * For a command that names neither a stage nor a URL: the stage that setup or a deploy used last on this
 * machine, else the only one there is, else a question. Offers a running local stack where nothing leads to
 * AWS. Without a terminal, throws CliProblem with what to choose from. `mayBeNew`: setup makes a stage.
 */
export async function choosePlace(world: World, again: string, mayBeNew = false): Promise<Place> {
  if (!world.hasAwsSettings()) {
    const local = await offerLocalStack(world, again, "this shell has no AWS settings");
    if (local) return local;
  }
  const last = await lastStage(world);
  if (last) return last;
  if (!world.hasAwsSettings()) throw nowhere();
  return theOnlyStage(world, again, mayBeNew);
}

const nowhere = () =>
  new CliProblem(
    EXIT.noAccess,
    "Nothing tells where to look: this machine has no AWS settings, and no local stack is running.",
    [
      "For the local stack: npm start, and then this command in another terminal.",
      "For a stage on AWS: sign in with `aws sso login`, set AWS_PROFILE and AWS_REGION, and name it with --stage.",
    ],
  );

async function lastStage({ notes }: Pick<Io, "notes">) {
  const last = await readLastStage(notes);
  if (!last) return undefined;
  const { stage, region } = last;
  const where = region ? `, in ${region}` : "";
  return {
    stage,
    because: `${stage} is the stage that setup or a deploy used last on this machine${where}.`,
  };
}

async function theOnlyStage(world: World, again: string, mayBeNew: boolean): Promise<Place> {
  let stages: readonly string[];
  try {
    stages = await world.stages();
  } catch (error) {
    const why = "AWS does not say which stages there are";
    const local = error instanceof CliProblem && (await offerLocalStack(world, again, why));
    if (local) return local;
    throw error;
  }
  const [only, ...others] = stages;
  if (only === undefined) {
    const local = await offerLocalStack(world, again, "there is no stage in this AWS account and region");
    if (local) return local;
    if (mayBeNew) return askForFirst(world);
    throw new CliProblem(EXIT.unreachable, "There is no stage in this AWS account and region.", [
      "Another region: AWS_REGION. Another account: AWS_PROFILE. The first stage: npm run wa -- setup",
    ]);
  }
  if (others.length === 0)
    return { stage: only, because: `${only} is the only stage in this AWS account and region.` };
  return { stage: await askWhich(world, stages, mayBeNew), because: "You chose the stage." };
}

/** For customers, and protected from deletion. */
const FIRST = "prod";

async function askForFirst({ ask, err }: World): Promise<Place> {
  const none = "There is no stage in this AWS account and region yet.";
  for (let tries = 0; ask && tries < MAX_TRIES; tries += 1) {
    const answer = (await ask(`${none} A name for the first one [${FIRST}]: `)).trim() || FIRST;
    if (isStageName(answer)) return { stage: answer, because: `${answer} is new.` };
    err(`  ${STAGE_NAME_RULE}\n`);
  }
  return { stage: FIRST, because: `${none} This one is ${FIRST}.` };
}

async function askWhich({ ask, err }: World, stages: readonly string[], mayBeNew: boolean): Promise<string> {
  const names = stages.join(", ");
  for (let tries = 0; ask && tries < MAX_TRIES; tries += 1) {
    const answer = (await ask(`Which stage? (${names}${mayBeNew ? ", or a new one" : ""}): `)).trim();
    if (stages.includes(answer) || (mayBeNew && isStageName(answer))) return answer;
    if (answer) err(`  There is no stage ${answer} in this AWS account and region.\n`);
  }
  throw new CliProblem(EXIT.usage, `There are several stages here: ${names}. Name one with --stage.`, [
    "Without --stage, commands use the one that setup or a deploy used last on this machine.",
  ]);
}

/** Returns `undefined` if no local stack is running, or if the user does not want it. */
async function offerLocalStack(
  { ask, findLocalStack }: World,
  again: string,
  because: string,
): Promise<Place | undefined> {
  const url = await findLocalStack();
  if (url === undefined) return undefined;
  const found = `A local stack is running at ${url}, and ${because}.`;
  if (!ask)
    throw new CliProblem(EXIT.usage, found, [
      `For the local stack: WA_URL=${url} ${again}`,
      "For a deployed one: --stage NAME, with AWS_PROFILE and AWS_REGION.",
    ]);
  const answer = (await ask(`${found} Use it? [Y/n] `)).trim();
  return /^(y(es)?)?$/i.test(answer) ? { url } : undefined;
}
