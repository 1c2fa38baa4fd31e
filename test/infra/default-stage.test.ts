import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "@jest/globals";
import { cdkCommand, cdkCommandIn } from "../../infra/settings/cdk-command.ts";
import { defaultStage } from "../../infra/settings/default-stage.ts";
import { rememberStage } from "../../lib/adapters/files/last-stage.ts";
import { memoryNotes } from "../cli/support/run-cli.ts";

describe("cdk without -c stage", () => {
  const staged = async (note: unknown, files = ["dev", "prod"]) => {
    const said: string[] = [];
    const exists = (stage: string) => files.includes(stage);
    const stage = await defaultStage(memoryNotes({ stage: note }), {
      exists,
      say: (line) => said.push(line),
    });
    return { stage, said };
  };

  it("takes the last stage that was deployed from here, and says so", async () => {
    const notes = memoryNotes();
    await rememberStage(notes, "prod", "eu-west-1");
    expect(await staged(notes.notes.stage)).toEqual({
      stage: "prod",
      said: ["Stage prod, the last one that was deployed from here. Another one: -c stage=NAME"],
    });
  });

  it.each([undefined, "damaged", { stage: "../x" }, { stage: "gone" }])(
    "takes dev where the note is %j",
    async (note) => {
      expect(await staged(note)).toEqual({ stage: "dev", said: [] });
    },
  );
});

describe("the command of CDK that runs the app", () => {
  it.each([
    ["node /repo/node_modules/.bin/cdk deploy -c stage=prod", "deploy"],
    ["node /repo/node_modules/aws-cdk/bin/cdk.js -c stage=prod deploy --require-approval never", "deploy"],
    ["npm exec cdk deploy -c stage=prod", "deploy"],
    ["/usr/bin/node /usr/local/bin/cdk diff -c stage=deploy-2", "diff"],
    ["cdk destroy", "destroy"],
    ["cdk --version", undefined],
    ["node cli/launch.mjs infra/app.ts", undefined],
    ["sh -c node deploy.mjs", undefined],
  ])("in %j is %s", (commandLine, command) => {
    expect(cdkCommandIn(commandLine)).toBe(command);
  });

  it("is that of the nearest ancestor with one", async () => {
    const tree: Record<number, { parent: number; commandLine: string }> = {
      9: { parent: 8, commandLine: "node cli/launch.mjs infra/app.ts" },
      8: { parent: 7, commandLine: "/bin/sh -c node cli/launch.mjs infra/app.ts" },
      7: { parent: 6, commandLine: "node /repo/node_modules/.bin/cdk diff" },
      6: { parent: 1, commandLine: "npm exec cdk deploy" },
    };
    expect(await cdkCommand(9, async (pid) => tree[pid] ?? { parent: 0, commandLine: "" })).toBe("diff");
    expect(await cdkCommand(5, async () => ({ parent: 0, commandLine: "bash" }))).toBeUndefined();
    expect(await cdkCommand(5, async () => Promise.reject(new Error("no ps")))).toBeUndefined();
  });

  it("is found in a real process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cdk-command-"));
    const app = `import { cdkCommand } from ${JSON.stringify(join(process.cwd(), "infra/settings/cdk-command.ts"))};
      console.log(await cdkCommand());`;
    writeFileSync(join(folder, "app.mjs"), app);
    const cdk = `require("node:child_process").spawn(process.execPath, [${JSON.stringify(join(folder, "app.mjs"))}], { stdio: "inherit" })`;
    writeFileSync(join(folder, "cdk"), cdk);
    try {
      const child = spawn(process.execPath, [join(folder, "cdk"), "deploy", "-c", "stage=prod"]);
      const [out] = await Promise.all([text(child.stdout), once(child, "close")]);
      expect(out).toBe("deploy\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
