// Synthesizes each case with CDK's own validation of templates, and ends with what CDK says of each as JSON. Because
// that takes 460 MB, validation.test.ts runs it in a process of its own.
import type { App } from "aws-cdk-lib";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { EVERYTHING, GROWN, newApp, stackOf } from "./synthesized.ts";

const CASES: Readonly<Record<string, (app: App) => void>> = {
  "any settings": (app) => {
    for (const [at, settings] of [{}, EVERYTHING, GROWN].entries())
      for (const stage of ["dev", "prod"])
        stackOf({ app, stage: `${stage}-${at}`, keepData: stage === "prod", ...settings });
  },
  "an impossible queue": (app) => {
    new CfnQueue(stackOf({ app }), "Impossible", { visibilityTimeout: -1 });
  },
};

/** What the synthesis stops with. */
function problemOf(fill: (app: App) => void): string | undefined {
  const app = newApp({ validated: true });
  fill(app);
  try {
    app.synth();
    return process.exitCode === undefined ? undefined : `exit code ${process.exitCode}`;
  } catch (error) {
    return String(error);
  }
}

const found = Object.entries(CASES).map(([name, fill]) => [name, problemOf(fill) ?? null]);
console.log(JSON.stringify(Object.fromEntries(found)));
