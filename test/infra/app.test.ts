import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";

const workspace = mkdtempSync(join(tmpdir(), "infra-app-"));
afterAll(() => rmSync(workspace, { recursive: true }));

/** As the CDK command line does. */
function synth(
  outdir: string,
  stage?: string,
  env: Record<string, string> = {},
  asked: Record<string, string> = {},
  app: readonly string[] = ["infra/app.ts"],
) {
  const { context }: { context: Record<string, unknown> } = JSON.parse(readFileSync("cdk.json", "utf8"));
  // See validation.test.ts.
  return spawnSync(process.execPath, ["cli/launch.mjs", "--liftoff-only", ...app], {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: outdir,
      // CDK's own validation of templates takes seconds: only the first two of these tests need it.
      CDK_VALIDATION: "false",
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...(stage && { stage }), ...asked }),
      ...env,
    },
  });
}

/** What does not look at the functions needs no bundles. */
const WITHOUT_BUNDLES = ["test/infra/app-without-bundles.ts", join(workspace, "function")];

describe("cdk synth", () => {
  it("makes a stack of a fresh clone, for whatever account and region it is deployed to", () => {
    const { status, stderr } = synth(workspace, "dev", { CDK_VALIDATION: "true" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining("ids of the example") });
    const {
      artifacts,
    }: {
      artifacts: Record<string, { environment?: string }>;
    } = JSON.parse(readFileSync(join(workspace, "manifest.json"), "utf8"));
    expect(artifacts["ChatsbyWhatsapp-dev"]?.environment).toBe("aws://unknown-account/unknown-region");
  });

  it("makes one in which neither CDK's own validation nor the AWS Solutions rules find anything", () => {
    const report: { pluginReports: { pluginName: string }[] } = JSON.parse(
      readFileSync(join(workspace, "validation-report.json"), "utf8"),
    );
    expect(report.pluginReports.map(({ pluginName }) => pluginName)).toEqual(["Construct Annotations"]);
  });

  it("deploys each built function together with its settings, defaults filled in", () => {
    const assets = readdirSync(workspace).filter((name) => name.startsWith("asset."));
    expect(assets).toHaveLength(7);
    for (const asset of assets) {
      expect(readdirSync(join(workspace, asset))).toEqual(
        expect.arrayContaining(["index.mjs", "settings.json"]),
      );
      const settings: { turns: { quietSeconds: number } } = JSON.parse(
        readFileSync(join(workspace, asset, "settings.json"), "utf8"),
      );
      expect(settings.turns.quietSeconds).toBe(2);
    }
  });

  it("ties the stack to the account that is signed in", () => {
    const outdir = join(workspace, "account");
    expect(
      synth(
        outdir,
        "dev",
        { CDK_DEFAULT_ACCOUNT: "123456789012", CDK_DEFAULT_REGION: "eu-west-1" },
        {},
        WITHOUT_BUNDLES,
      ).status,
    ).toBe(0);
    const {
      artifacts,
    }: {
      artifacts: Record<string, { environment?: string }>;
    } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
    expect(artifacts["ChatsbyWhatsapp-dev"]?.environment).toBe("aws://123456789012/eu-west-1");
  });

  it("goes to the region that is asked for, whatever the credentials' own one", () => {
    const outdir = join(workspace, "region");
    const credentials = { CDK_DEFAULT_ACCOUNT: "123456789012", CDK_DEFAULT_REGION: "us-east-1" };
    expect(synth(outdir, "dev", credentials, { region: "eu-west-1" }, WITHOUT_BUNDLES).status).toBe(0);
    const {
      artifacts,
    }: {
      artifacts: Record<string, { environment?: string }>;
    } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
    expect(artifacts["ChatsbyWhatsapp-dev"]?.environment).toBe("aws://123456789012/eu-west-1");
  });

  it.each([
    [
      "missing",
      /^infra\/settings\/missing\.json does not exist\. There are: .*dev\.json.*\. `npm run wa -- setup --stage missing` writes it\. `npx cdk bootstrap` needs no stage: leave -c stage=missing out\.\n$/,
    ],
    [
      "../../package",
      /^Stage names have 1 to 30 lower-case letters, digits and hyphens\. Choose one with -c stage=NAME\.\n$/,
    ],
  ])("refuses the stage %s in one line", (stage, line) => {
    const outdir = join(workspace, "refused");
    const { status, stderr } = synth(outdir, stage);
    expect(status).toBe(1);
    expect(stderr).toMatch(line);
    expect(existsSync(join(outdir, "manifest.json"))).toBe(false);
  });
});
