// `npm run test:aws`: deploys the real stack with the real CDK CLI to an emulated AWS, and goes through what
// can happen to it.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { startFront } from "../../local/http/front.ts";
import { explainItself } from "../support/explain-itself.ts";
import { type Emulator, freePort, startEmulator } from "./emulator.ts";
import { type Lambda, startLambda } from "./lambda.ts";
import { startOutside } from "./outside.ts";
import { endProcesses } from "./processes.ts";
import { copyProject } from "./project.ts";
import { findPython } from "./requirements.ts";
import { stackReader } from "./stack.ts";
import { creation } from "./steps/creation.ts";
import { deadLetters } from "./steps/dead-letters.ts";
import { deletion } from "./steps/deletion.ts";
import { operation } from "./steps/operation.ts";
import { updates } from "./steps/updates.ts";
import { runSteps } from "./steps.ts";
import { STAGE, type World } from "./world.ts";

explainItself(`Deploys the stack with CDK's own CLI to an emulated AWS (Python 3 with moto; skipped without), and goes through what
can happen to it: a failed first deploy, messages, dead letters, updates, deletion. Takes some minutes.

  npm run test:aws

Exit code 1 when a step failed.`);

const STEPS = [...creation, ...operation, ...deadLetters, ...updates, ...deletion];
/** As the `wa` command signs calls to a local address. */
const STAFF = { credentials: { accessKeyId: "local", secretAccessKey: "local" }, region: "us-east-1" };

/** Leaves nothing behind. Returns whether all went well. */
async function run(python: string): Promise<boolean> {
  const stops: (() => unknown)[] = [];
  let emulator: Emulator | undefined;
  try {
    const port = await freePort();
    const project = await copyProject(STAGE);
    // Also when a signal ends the run: what was just ended may have written a last file meanwhile.
    process.once("exit", () =>
      rmSync(project.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
    );
    emulator = await startEmulator({
      python,
      apiEndpoint: `http://localhost:${port}`,
      home: join(project.folder, "home"),
    });
    project.reach(emulator.env);
    const outside = await startOutside();
    stops.push(outside.stop);
    const stack = stackReader(emulator, `ChatsbyWhatsapp-${STAGE}`);
    const lambda: Lambda = await startLambda(emulator, {
      stack,
      python,
      folder: join(project.folder, "task"),
    });
    stops.push(lambda.stop);
    const front = await startFront({
      port,
      clock: { now: Date.now },
      staff: STAFF,
      routes: lambda.routes,
      invoke: lambda.invoke,
    });
    stops.push(front.stop);
    const world: World = { emulator, project, outside, lambda, stack };
    const isWell = await runSteps(STEPS, world);
    if (!isWell && emulator.log.length > 0)
      console.log(`\nThe emulator's last words:\n${emulator.log.slice(-30).join("\n")}`);
    return isWell;
  } finally {
    for (const stop of stops.toReversed()) await stop();
    endProcesses();
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    endProcesses();
    process.exit(130);
  });
process.on("exit", endProcesses);

const python = await findPython(process.env);
if (python === undefined) {
  console.log(
    "SKIPPED test:aws: it needs Python 3 with moto, which emulates AWS. To get it: pip install 'moto[server]'",
  );
} else {
  process.exitCode = (await run(python)) ? 0 : 1;
}
