import { waitFor } from "../../support/wait-for.ts";
import { expectEnd, expectEqual, expectThat } from "../check.ts";
import { STAGE, type Step, type World } from "../world.ts";
import { queuesOf } from "./queues.ts";

/** Puts a function's earlier message into the dead-letter queue, then lets `wa redrive` move it back. */
async function redriven(
  { emulator, stack, project, lambda }: World,
  queue: "turns" | "leads",
  worker: string,
): Promise<void> {
  const queues = queuesOf(emulator);
  const outputs = await stack.outputs();
  const dead = outputs[queue === "turns" ? "TurnsDeadLettersUrl" : "LeadsDeadLettersUrl"] ?? "";
  const of = () => lambda.received.filter(({ name }) => name === worker);
  const known = of().at(-1)?.record;
  expectThat(`the function ${worker} has got a message before`, known !== undefined);
  const count = 3;
  for (let letter = 0; letter < count; letter++)
    await queues.put(dead, known?.body ?? "", known?.attributes.MessageGroupId);
  const command = ["redrive", queue, "--stage", STAGE];
  expectEnd(`redrive ${queue}`, await project.wa(command), 0, /Nothing was moved/);
  expectEqual("the dead letters that are left by looking", await queues.waiting(dead), count);
  const before = of().length;
  expectEnd(
    `redrive ${queue} --limit`,
    await project.wa([...command, "--yes", "--limit", "1"]),
    0,
    /1 moved back/,
  );
  expectEqual("the dead letters that are left by --limit 1", await queues.waiting(dead), count - 1);
  expectEnd(`redrive ${queue} --yes`, await project.wa([...command, "--yes"]), 0, /2 moved back/);
  await waitFor(`what was redriven, at ${worker}`, () => of().length >= before + count, 60);
  expectEqual("the dead letters that are left", await queues.waiting(dead), 0);
}

export const deadLetters: readonly Step[] = [
  {
    title: "redrive moves dead turns back, at once and all of them",
    run: (world) => redriven(world, "turns", "worker"),
  },
  {
    title: "redrive moves dead leads back, at once and all of them",
    run: (world) => redriven(world, "leads", "lead-webhook"),
  },
];
