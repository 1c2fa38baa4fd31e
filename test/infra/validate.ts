// Synthesizes a case with CDK's own validation of templates, and ends with what CDK says of it. Because that takes
// 600 MB, validation.test.ts runs it in a process of its own.
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

const fill = CASES[process.argv[2] ?? ""];
if (!fill) throw new Error(`no such case; there are: ${Object.keys(CASES).join(", ")}`);
const app = newApp({ validated: true });
fill(app);
app.synth();
