import { expectEnd, expectEqual, expectThat } from "../check.ts";
import { LATER } from "../outside.ts";
import { STAGE, type Step, type World } from "../world.ts";
import { isAnswered, ROBIN } from "./operation.ts";
import { secretOf } from "./secret.ts";
import { setUpMeta } from "./set-up.ts";

/** Replacing one would lose data, or an address that others know. */
const STATEFUL = /::(Table|Queue|Secret|LogGroup|Key|Topic|EventBus|Api)$/;
const DEPLOY = ["deploy", "-c", `stage=${STAGE}`, "--require-approval", "never"];

async function statefulOf({ stack }: World): Promise<Record<string, string>> {
  const found = (await stack.resources()).filter(({ type }) => STATEFUL.test(type));
  return Object.fromEntries(found.map(({ logicalId, physicalId }) => [logicalId, physicalId]).sort());
}

/** What fails must change nothing outside of the stack. */
async function failedUpdate(world: World): Promise<void> {
  const { emulator, stack, outside, project } = world;
  const changes = outside.changesAtMeta.length;
  await emulator.fail("WorkerFunction");
  expectEnd("setup", await setUpMeta(world, LATER), 1, /UPDATE_ROLLBACK_COMPLETE/, /WorkerFunction/);
  expectEqual("the stack's status", await stack.status(), "UPDATE_ROLLBACK_COMPLETE");
  expectEqual("what was changed at Meta", outside.changesAtMeta.slice(changes), []);
  expectEnd(
    "doctor",
    await project.wa(["doctor", "--stage", STAGE]),
    1,
    /UPDATE_ROLLBACK_COMPLETE/,
    /WorkerFunction/,
  );
  const status = await project.wa(["status", "--stage", STAGE]);
  expectThat(
    "status says that the last deploy failed",
    /UPDATE_ROLLBACK_COMPLETE/.test(status.text),
    status.text,
  );
  await isAnswered(outside.meta, ROBIN);
}

export const updates: readonly Step[] = [
  {
    title: "changed settings replace nothing that holds data, and are in force",
    async run(world) {
      const { project, outside } = world;
      const [before, secret, settings] = [
        await statefulOf(world),
        await secretOf(world).read(),
        await project.settings.read(),
      ];
      const { capacity } = settings;
      await project.settings.write({
        ...settings,
        retention: { days: 60 },
        logs: { retentionDays: 90 },
        capacity: { ...capacity, workers: 7 },
      });
      expectEnd("cdk deploy", await project.cdk(...DEPLOY), 0);
      expectThat("there are stateful resources", Object.keys(before).length > 20, before);
      expectEqual("what is stateful", await statefulOf(world), before);
      expectEqual("the secret", await secretOf(world).read(), secret);
      await isAnswered(outside.meta, ROBIN);
    },
  },
  {
    title:
      "a failed update is told by setup, doctor and status, and the new number's webhook is not registered",
    run: failedUpdate,
  },
  {
    title: "once the cause is fixed, setup deploys the new number",
    async run(world) {
      await world.emulator.fail();
      expectEnd("setup", await setUpMeta(world, LATER), 0);
      expectEqual("the stack's status", await world.stack.status(), "UPDATE_COMPLETE");
      expectEnd("doctor", await world.project.wa(["doctor", "--stage", STAGE]), 0);
    },
  },
];
