import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";

const workflow = readFileSync(".github/workflows/deploy.yml", "utf8");
const docs = readFileSync("docs/deploy-from-github.md", "utf8");
const job = (name: string) =>
  new RegExp(`\\n  ${name}:\\n([\\s\\S]*?)(?=\\n  \\w+:\\n|$)`).exec(workflow)?.[1] ?? "";

describe("the workflow that deploys", () => {
  it("runs by hand and on tags, never for a stranger's pull request", () => {
    const events = /\non:\n([\s\S]*?)\npermissions:/.exec(workflow)?.[1] ?? "";
    expect(events.match(/^ {2}\w+:/gm)).toEqual(["  workflow_dispatch:", "  push:"]);
    expect(events).toMatch(/push:\n {4}tags: \["v\*"\]/);
  });

  it("checks everything first, then shows the difference, then deploys what it has shown", () => {
    expect(job("check")).toContain("run: npm run check");
    expect(job("deploy")).toMatch(/needs: check\n/);
    const commands = [...job("deploy").matchAll(/npx cdk (\w+) (.*)/g)].map(([, command, options]) => [
      command,
      options,
    ]);
    expect(commands.map(([command]) => command)).toEqual(["synth", "diff", "deploy", "deploy"]);
    for (const [, options] of commands.slice(1, 3)) expect(options).toContain("--app cdk.out");
    expect(job("deploy")).toContain("GITHUB_STEP_SUMMARY");
  });

  it("deploys once more, synthesized again, so that what has just run for the first time is protected; not where only the difference is shown", () => {
    const [, protecting] = /- name: Protect\n([\s\S]*)/.exec(job("deploy")) ?? [];
    expect(protecting).toContain('npx cdk deploy -c "stage=$STAGE" --require-approval never');
    expect(protecting).not.toContain("--app");
    expect(protecting).toMatch(/if: \$\{\{ !inputs\.only-diff \}\}/);
  });

  it("gives only the job that deploys a token for AWS, in the environment of its stage", () => {
    expect(workflow.match(/id-token: write/g)).toHaveLength(1);
    expect(job("deploy")).toContain("id-token: write");
    expect(job("deploy")).toMatch(/environment: \$\{\{ inputs\.stage \|\| vars\.DEPLOY_TAGS_TO \}\}/);
    expect(workflow).toMatch(/\npermissions:\n {2}contents: read\n/);
  });

  it("stores no key", () => {
    expect(workflow).not.toMatch(/secrets\.|aws-access-key-id/);
  });

  it.each(readdirSync(".github/workflows"))(
    "takes every action by its commit, with the release that it is: %s",
    (file) => {
      const used = readFileSync(`.github/workflows/${file}`, "utf8").match(/uses:.*/g) ?? [];
      expect(used).not.toEqual([]);
      for (const action of used)
        expect(action).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    },
  );

  it("passes inputs to the shell as variables, so that nobody can write commands into them", () => {
    const commands = [...workflow.matchAll(/^( +)(?:- )?run: (?:\|\n((?:\1 {2}.*\n)+)|(.+))/gm)].map(
      ([, , block, line]) => block ?? line ?? "",
    );
    expect(commands.map((command) => command.trim().split(" ").slice(0, 3).join(" "))).toEqual([
      "npm ci",
      "npm run check",
      "npm ci",
      "npx cdk synth",
      "npx cdk diff",
      "npx cdk deploy",
      "npx cdk deploy",
    ]);
    for (const command of commands) expect(command).not.toMatch(/\$\{\{/);
  });
});

describe("the role that GitHub takes on", () => {
  const template = JSON.parse(readFileSync("infra/github-role.json", "utf8"));
  const {
    AssumeRolePolicyDocument: trust,
    Policies: policies,
    ManagedPolicyArns: managed,
  } = template.Resources.Role.Properties;

  it("is trusted to one environment of one repository, by equality and not by a pattern", () => {
    expect(trust.Statement).toHaveLength(1);
    expect(trust.Statement[0].Condition).toEqual({
      StringEquals: {
        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
        "token.actions.githubusercontent.com:sub": {
          "Fn::Sub": expect.stringMatching(/^\$\{Repository\}:environment:\$\{Stage\}$/),
        },
      },
    });
  });

  it("may do nothing itself but take on the three bootstrap roles that a deployment needs, and see whether its own stack has ever run", () => {
    expect(managed).toBeUndefined();
    const statements = policies.flatMap(
      ({ PolicyDocument }: { PolicyDocument: { Statement: unknown[] } }) => PolicyDocument.Statement,
    );
    expect(statements).toHaveLength(2);
    expect(statements[1]).toEqual({
      Effect: "Allow",
      Action: "cloudformation:DescribeStacks",
      Resource: { "Fn::Sub": expect.stringMatching(/:stack\/ChatsbyWhatsapp-\$\{Stage\}\/\*$/) },
    });
    expect(statements[0]).toMatchObject({ Effect: "Allow", Action: "sts:AssumeRole" });
    const roles = (statements[0] as { Resource: { "Fn::Sub": string }[] }).Resource.map(
      (resource) => resource["Fn::Sub"],
    );
    expect(roles.map((arn) => /\$\{Qualifier\}-([a-z-]+)-role-/.exec(arn)?.[1])).toEqual([
      "deploy",
      "file-publishing",
      "lookup",
    ]);
    for (const arn of roles) expect(arn).not.toContain("*");
  });

  it.each([
    ["repo:octocat/my-repo", true],
    ["repo:octocat@123456/my-repo@456789", true],
    ["octocat/my-repo", false],
    ["repo:octocat/*", false],
    ["repo:octocat/my-repo:ref:refs/heads/main", false],
  ])("takes the repository %s: %p", (repository, taken) => {
    expect(new RegExp(`^(?:${template.Parameters.Repository.AllowedPattern})$`).test(repository)).toBe(taken);
  });
});

describe("docs/deploy-from-github.md", () => {
  it("names every variable that the workflow reads, and every parameter and output of the role's template", () => {
    const variables = [...workflow.matchAll(/vars\.(\w+)/g)].map(([, name]) => name);
    const template = JSON.parse(readFileSync("infra/github-role.json", "utf8"));
    for (const name of [...variables, ...Object.keys(template.Parameters), ...Object.keys(template.Outputs)])
      expect(docs).toContain(name);
  });
});
