import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { checkProtection, checkSettings, checkStack } from "../../cli/checks/stack.ts";
import { findStack } from "../../cli/cloud/find-stack.ts";
import { runningOutputs, type StackState } from "../../cli/cloud/stack.ts";
import { CliProblem } from "../../cli/problem.ts";
import { deploy } from "../../cli/setup/deploy.ts";
import { settingsHash } from "../../lib/config/deployment/settings-hash.ts";
import { runs } from "../../lib/config/deployment/stack-status.ts";
import { completeSettings } from "../../lib/config/settings/complete-settings.ts";
import { runCli } from "./support/run-cli.ts";

const META = {
  name: "support",
  provider: "meta",
  phoneNumberId: "998877665544332",
  agentId: "agent_real",
} as const;

const aStack = (change: Partial<StackState> = {}): StackState => ({
  name: "ChatsbyWhatsapp-prod",
  status: "ROLLBACK_COMPLETE",
  outputs: {},
  protected: false,
  failures: [
    { resource: "WorkerFunction", reason: "UnreservedConcurrentExecution below its minimum value of [100]" },
  ],
  ...change,
});
const found = (change: Partial<StackState>) => async () => aStack(change);
const NEVER = [
  "ROLLBACK_COMPLETE",
  "ROLLBACK_FAILED",
  "CREATE_FAILED",
  "DELETE_FAILED",
  "REVIEW_IN_PROGRESS",
  "CREATE_IN_PROGRESS",
];

describe("a stack", () => {
  it.each(NEVER)("in %s runs nothing", (status) => {
    expect(runs({ status })).toBe(false);
  });

  it.each([
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
    "UPDATE_IN_PROGRESS",
  ])("in %s runs, be it as before", (status) => {
    expect(runs({ status })).toBe(true);
  });
});

describe.each(NEVER)("a stage in %s", (status) => {
  it.each(["doctor", "status", "cost", "secrets", "redrive turns"])(
    "is not taken for deployed by %s, which says what happened and what to do",
    async (command) => {
      const world = {
        stackState: found({ status }),
        stackOutputs: async () => runningOutputs(aStack({ status })),
      };
      const { code, out, err } = await runCli([...command.split(" "), "--stage", "prod"], world);
      expect(code).toBe(1);
      expect((out + err).replaceAll(/\s+/g, " ")).toContain(status);
      expect(out + err).not.toContain("There is no stack");
      if (/ROLLBACK_COMPLETE|_FAILED/.test(status)) {
        expect((out + err).replaceAll(/\s+/g, " ")).toContain(
          "WorkerFunction: UnreservedConcurrentExecution below its minimum",
        );
        expect((out + err).replaceAll(/\s+/g, " ")).toContain(
          "aws cloudformation delete-stack --stack-name ChatsbyWhatsapp-prod",
        );
      }
    },
  );
});

describe("setup", () => {
  const setup = (change: Parameters<typeof runCli>[1]) =>
    runCli(["setup", "--yes", "--stage", "prod", "--settings", "/nowhere/prod.json"], {
      runCommand: async () => Promise.reject(new Error("deployed")),
      ...change,
    });

  it.each([
    "DELETE_FAILED",
    "DELETE_IN_PROGRESS",
    "IMPORT_ROLLBACK_FAILED",
    "UPDATE_IN_PROGRESS",
    "CREATE_IN_PROGRESS",
    "ROLLBACK_IN_PROGRESS",
  ])("asks nothing and deploys nothing over %s", async (status) => {
    const { code, err } = await setup({ stackState: found({ status }) });
    expect(code).toBe(1);
    expect(err).toContain(status);
  });

  it.each(["REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED"])(
    "goes on over %s, lists what it lacks, and has deleted nothing yet",
    async (status) => {
      const { code, out, err } = await setup({ stackState: found({ status, protected: true }) });
      expect(out).toContain(status);
      expect(out).toContain("Setup puts that right before it deploys.");
      expect(code).toBe(2);
      expect(err).toContain("--agent-id");
    },
  );

  it.each(["Prod", "../prod", "a b", "", "-x", "a".repeat(31)])(
    "refuses %p as a stage's name before it asks or reads anything",
    async (stage) => {
      const asked: string[] = [];
      const { code, err } = await runCli(["setup", "--stage", stage], {
        ask: async (question) => asked.push(question).toString(),
        stackState: async () => Promise.reject(new Error("looked")),
      });
      expect(code).toBe(2);
      expect(err).toContain("Stage names have 1 to 30 lower-case letters, digits and hyphens.");
      expect(asked).toEqual([]);
    },
  );
});

describe("doctor, of a stack that runs", () => {
  it("finds nothing wrong after a deploy that ended well", () => {
    expect(checkStack(aStack({ status: "UPDATE_COMPLETE", failures: [] }))).toMatchObject([
      { check: "deploy", verdict: "ok" },
    ]);
  });

  it("says after a failed update that the version before runs, what failed, and how to go on", () => {
    const [finding] = checkStack(aStack({ status: "UPDATE_ROLLBACK_COMPLETE" }));
    expect(finding).toMatchObject({
      verdict: "problem",
      evidence: expect.stringContaining("what runs is the version before"),
    });
    expect(finding?.evidence).toContain("WorkerFunction: UnreservedConcurrentExecution");
    expect(finding?.fix).toContain("deploy again");
  });

  it("says that nothing can be deployed after a failed rollback, and warns of a deploy that is going on", () => {
    expect(checkStack(aStack({ status: "UPDATE_ROLLBACK_FAILED" }))[0]?.fix).toContain(
      "continue-update-rollback",
    );
    expect(checkStack(aStack({ status: "UPDATE_IN_PROGRESS" }))).toMatchObject([{ verdict: "warning" }]);
  });
});

describe("doctor, of what is deployed", () => {
  const settings = completeSettings({ numbers: [META] }, "test");
  const cloud = (outputs: StackState["outputs"], stage = "prod") => ({
    stage,
    local: false,
    settings,
    outputs,
  });

  it("is content where the settings file is what is deployed, and warns where it is not, with what to do", () => {
    expect(checkSettings(cloud({ SettingsHash: settingsHash(settings) }))).toMatchObject([
      { check: "deploy.settings", verdict: "ok" },
    ]);
    for (const outputs of [{ SettingsHash: "0123456789abcdef" }, {}]) {
      const [finding] = checkSettings(cloud(outputs));
      expect(finding).toMatchObject({
        verdict: "warning",
        evidence: expect.stringContaining("differ from infra/settings/prod.json"),
      });
      expect(finding?.fix).toContain("npx cdk deploy -c stage=prod");
    }
  });

  it("warns of a stage that keeps data and is not protected, and of no other", () => {
    const findings = (stage: string, isProtected: boolean) =>
      checkProtection({
        stage,
        settings,
        stack: aStack({ status: "CREATE_COMPLETE", protected: isProtected }),
      });
    expect(findings("prod", false)).toMatchObject([
      {
        check: "deploy.protection",
        verdict: "warning",
        fix: expect.stringContaining("npx cdk deploy -c stage=prod"),
      },
    ]);
    expect(findings("prod", true)).toMatchObject([{ verdict: "ok" }]);
    expect(findings("dev", false)).toEqual([]);
  });
});

describe("a deploy that fails within setup", () => {
  const failing = (state: () => Promise<StackState | undefined>) =>
    deploy("prod", { unasked: true, run: async () => 1, state }).catch((error: unknown) =>
      error instanceof CliProblem ? [error.message, ...error.details].join(" ") : "",
    );

  it("is explained by what failed first", async () => {
    const told = await failing(found({ status: "UPDATE_ROLLBACK_COMPLETE" }));
    expect(told).toContain("--require-approval never");
    expect(told).toContain("WorkerFunction: UnreservedConcurrentExecution");
    expect(told).toContain("what runs is the version before");
  });

  it("is reported as it is where there is no stack yet", async () => {
    expect(await failing(async () => undefined)).toContain("npx cdk bootstrap");
  });
});

describe("what CloudFormation says", () => {
  const original = CloudFormationClient.prototype.send;
  let answers: Record<string, unknown> = {};
  beforeAll(() => {
    CloudFormationClient.prototype.send = async (command: { constructor: { name: string } }) =>
      answers[command.constructor.name] ?? {};
  });
  afterAll(() => {
    CloudFormationClient.prototype.send = original;
  });
  const event = (LogicalResourceId: string, ResourceStatus: string, ResourceStatusReason?: string) => ({
    LogicalResourceId,
    ResourceStatus,
    ResourceStatusReason,
  });

  it("of a failed deploy is what failed first in it, not what was cancelled for it, and not what failed in an earlier one", async () => {
    answers = {
      DescribeStacksCommand: {
        Stacks: [
          {
            StackStatus: "UPDATE_ROLLBACK_COMPLETE",
            Outputs: [{ OutputKey: "ApiUrl", OutputValue: "https://x" }],
          },
        ],
      },
      // Newest first.
      DescribeStackEventsCommand: {
        StackEvents: [
          event("prod", "UPDATE_ROLLBACK_COMPLETE"),
          event(
            "prod",
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to update: [Table].",
          ),
          event("Queue", "UPDATE_FAILED", "Resource update cancelled"),
          event("Second", "UPDATE_FAILED", "Too many"),
          event("Table", "UPDATE_FAILED", "Rate exceeded"),
          event("prod", "UPDATE_IN_PROGRESS", "User Initiated"),
          event("Old", "CREATE_FAILED", "Long ago"),
        ],
      },
    };
    expect(await findStack("prod")).toEqual({
      name: "prod",
      status: "UPDATE_ROLLBACK_COMPLETE",
      outputs: { ApiUrl: "https://x" },
      protected: false,
      failures: [
        { resource: "Table", reason: "Rate exceeded" },
        { resource: "Second", reason: "Too many" },
      ],
    });
  });

  it("of a failed deploy is what the stack says of itself, where no resource says why", async () => {
    answers = {
      DescribeStacksCommand: { Stacks: [{ StackStatus: "ROLLBACK_COMPLETE" }] },
      DescribeStackEventsCommand: {
        StackEvents: [
          event("prod", "ROLLBACK_COMPLETE"),
          event(
            "prod",
            "ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [WebhookFunction].",
          ),
          event("prod", "CREATE_IN_PROGRESS", "User Initiated"),
        ],
      },
    };
    expect((await findStack("prod"))?.failures).toEqual([
      { resource: "prod", reason: "The following resource(s) failed to create: [WebhookFunction]." },
    ]);
  });

  it("names the stack's own id, by which alone it is changed", async () => {
    answers = {
      DescribeStacksCommand: { Stacks: [{ StackId: "arn:stack/1", StackStatus: "ROLLBACK_COMPLETE" }] },
    };
    expect(await findStack("prod")).toMatchObject({ id: "arn:stack/1" });
  });

  it("of a stack that is well is asked for no events", async () => {
    answers = {
      DescribeStacksCommand: {
        Stacks: [{ StackStatus: "UPDATE_COMPLETE", EnableTerminationProtection: true }],
      },
      DescribeStackEventsCommand: { StackEvents: [event("Old", "CREATE_FAILED", "Long ago")] },
    };
    expect(await findStack("prod")).toMatchObject({ protected: true, failures: [] });
  });
});
