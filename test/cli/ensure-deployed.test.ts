import { describe, expect, it } from "@jest/globals";
import type { Api } from "../../cli/client.ts";
import type { StackState } from "../../cli/cloud/stack.ts";
import { CliProblem } from "../../cli/problem.ts";
import type { Answers } from "../../cli/setup/ask/collect-answers.ts";
import { ensureDeployed } from "../../cli/setup/ensure-deployed.ts";
import { checkStackBeforeDeploy } from "../../cli/setup/repair-stack.ts";
import { showStatus } from "../../cli/status/show-status.ts";
import { statusOf } from "../../cli/status/status.ts";
import { settingsHash } from "../../lib/config/deployment/settings-hash.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { FakeStack, NUMBER, SETTINGS } from "./support/fake-stack.ts";

const DEPLOY = "npx cdk deploy -c stage=prod --require-approval never";
const OTHER = completeSettings({ numbers: [{ ...NUMBER, phoneNumberId: "111111111111111" }] }, "test");
const SAME = { SettingsHash: settingsHash(SETTINGS) };

/** Step 4 of setup with a saved settings file. Returns what it goes on with, or what stopped it. */
async function ensured(
  stack: FakeStack,
  options: Parameters<FakeStack["setup"]>[0] = { yes: true },
  hasRun = stack.state !== undefined,
) {
  const setup = stack.setup(options);
  const way = checkStackBeforeDeploy(await setup.findStack(), setup.print);
  const cloud = hasRun ? await setup.findCloud() : undefined;
  const told = {
    settings: SETTINGS,
    number: SETTINGS.numbers[0],
    secrets: {},
    file: { numbers: [NUMBER] },
  } as Answers;
  return ensureDeployed(setup, cloud, told, way).catch((error: unknown) =>
    error instanceof CliProblem ? [error.message, ...error.details].join(" ") : String(error),
  );
}

describe("setup, once the settings are written", () => {
  it("deploys nothing where what is deployed is these settings", async () => {
    const stack = new FakeStack({ status: "UPDATE_COMPLETE", outputs: SAME, protected: true });
    expect(await ensured(stack)).toMatchObject({ outputs: SAME });
    expect(stack.did).toEqual([]);
  });

  it.each([
    [
      "of other settings, though the last deploy ended well and the file was not just written",
      "UPDATE_COMPLETE",
      { SettingsHash: "0123456789abcdef" },
    ],
    ["of before an update that failed", "UPDATE_ROLLBACK_COMPLETE", { SettingsHash: settingsHash(OTHER) }],
    ["that does not tell its settings", "UPDATE_COMPLETE", {}],
  ])("deploys over a stack %s, before any webhook is registered", async (_, status, outputs) => {
    const stack = new FakeStack({ status, outputs, protected: true });
    expect(await ensured(stack)).toMatchObject({ outputs: SAME });
    expect(stack.did).toEqual([DEPLOY]);
  });

  it("goes no further when what is deployed afterwards is still not these settings", async () => {
    const stack = new FakeStack({ status: "UPDATE_COMPLETE", outputs: {}, protected: true });
    stack.deploys = OTHER;
    expect(await ensured(stack)).toMatch(/no webhook was registered.*infra\/settings\/prod\.json/);
  });

  it("goes no further with --no-deploy, and says what to run", async () => {
    const stack = new FakeStack({ status: "UPDATE_COMPLETE", outputs: {}, protected: true });
    expect(await ensured(stack, { deploy: false, yes: true })).toBeUndefined();
    expect(stack.did).toEqual([]);
    expect(stack.out).toContain(`Deploy it: ${DEPLOY}`);
  });

  it("stops when the deploy fails, and says what to do", async () => {
    const stack = new FakeStack(undefined);
    stack.deployEnds = 1;
    expect(await ensured(stack)).toMatch(/The deploy failed.*npx cdk bootstrap/);
    expect(stack.did).toEqual([DEPLOY]);
  });

  it("deploys nothing for the local stack, whatever its settings are", async () => {
    const stack = new FakeStack({ status: "UPDATE_COMPLETE", outputs: {} });
    stack.local = true;
    expect(await ensured(stack)).toMatchObject({ settings: SETTINGS });
    expect(stack.did).toEqual([]);
  });

  it("removes a first deploy that failed, and deploys then", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_COMPLETE", protected: true });
    expect(await ensured(stack, { yes: true }, false)).toMatchObject({ outputs: SAME });
    expect(stack.did).toEqual(["unprotect arn:stack/1", "delete arn:stack/1", DEPLOY, DEPLOY]);
  });

  it("removes nothing with --no-deploy", async () => {
    const stack = new FakeStack({ status: "ROLLBACK_COMPLETE" });
    expect(await ensured(stack, { deploy: false, yes: true }, false)).toBeUndefined();
    expect(stack.did).toEqual([]);
  });
});

describe("a stage that keeps data", () => {
  it("is protected by a second deploy after its first success", async () => {
    const stack = new FakeStack(undefined);
    await ensured(stack);
    expect(stack.did).toEqual([DEPLOY, DEPLOY]);
    expect(stack.state).toMatchObject({ protected: true });
    expect(stack.out).toContain("to protect the stack from deletion");
  });

  it("is protected by a later run of setup too, where it was not", async () => {
    const stack = new FakeStack({ status: "CREATE_COMPLETE", outputs: SAME });
    await ensured(stack);
    expect(stack.did).toEqual([DEPLOY]);
    expect(stack.state).toMatchObject({ protected: true });
  });

  it("goes on unprotected where that fails, and reports it", async () => {
    const stack = new FakeStack({ status: "CREATE_COMPLETE", outputs: SAME });
    stack.deployEnds = 1;
    expect(await ensured(stack)).toMatchObject({ outputs: SAME });
    expect(stack.out).toContain("not protected from deletion yet");
  });
});

describe("status", () => {
  const shown = async (state: Partial<StackState>) => {
    const stack = new FakeStack(state);
    const empty = { at: 0, handoffs: [], numbers: [], troubles: [] };
    const none = { call: async () => empty } as unknown as Api;
    const { status } = await statusOf(stack.cloud(stack.state as StackState), none, { now: () => 0 });
    showStatus(status, stack.setup().print, 400);
    return { status, out: stack.out };
  };

  it("says that the settings file is not what is deployed, and what to do", async () => {
    const { status, out } = await shown({ outputs: { SettingsHash: settingsHash(OTHER) } });
    expect(status.settings).toBe("other");
    expect(out).toContain("something needs attention");
    expect(out).toMatch(
      /settings +The deployed settings differ from infra\/settings\/prod\.json[\s\S]*npx cdk deploy -c stage=prod/,
    );
  });

  it("says that the last deploy failed, and that what runs is the version before", async () => {
    const { status, out } = await shown({ status: "UPDATE_ROLLBACK_COMPLETE", outputs: SAME });
    expect(status.deploy).toMatchObject({ status: "UPDATE_ROLLBACK_COMPLETE" });
    expect(out).toContain("The last deploy of ChatsbyWhatsapp-prod failed");
  });

  it("says nothing of it where the file is deployed", async () => {
    const { status, out } = await shown({ outputs: SAME });
    expect(status.settings).toBe("same");
    expect(out).not.toMatch(/ (settings|deploy) /);
  });
});

it("a stage that keeps no data is deployed once", async () => {
  const stack = new FakeStack(undefined, "dev");
  await ensured(stack);
  expect(stack.did).toEqual(["npx cdk deploy -c stage=dev --require-approval never"]);
});
