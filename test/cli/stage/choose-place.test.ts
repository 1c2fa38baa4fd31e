import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Io } from "../../../cli/io.ts";
import { CliProblem, EXIT } from "../../../cli/problem.ts";
import { FakeOperatorApi } from "../support/fake-operator-api.ts";
import { memoryNotes, runCli } from "../support/run-cli.ts";

const LOCAL = "http://localhost:4000";

describe("a command that names neither a stage nor a URL", () => {
  let api: FakeOperatorApi;
  let looked: string[] = [];
  beforeEach(async () => {
    looked = [];
    api = new FakeOperatorApi();
    await api.start();
  });
  afterEach(() => api.stop());

  const run = (change: Partial<Io> = {}, argv: readonly string[] = ["handoffs"]) =>
    runCli(argv, {
      stackOutputs: async (stack) => {
        looked.push(stack);
        return { ApiUrl: api.url };
      },
      ...change,
    });
  const several = { stages: async () => ["dev", "prod", "test"] };
  const answering = (...answers: string[]) => ({ ask: async () => answers.shift() ?? "" });

  it("takes the stage that setup or a deploy used last on this machine", async () => {
    const notes = memoryNotes({ stage: { stage: "prod" } });
    expect((await run({ notes, ...several })).code).toBe(0);
    expect(looked).toEqual(["ChatsbyWhatsapp-prod"]);
  });

  it("takes the only stage there is", async () => {
    expect((await run({ stages: async () => ["shop"] })).code).toBe(0);
    expect(looked).toEqual(["ChatsbyWhatsapp-shop"]);
  });

  it.each([null, "prod", {}, { stage: "Not A Stage" }, { stage: 5 }, { stage: "prod", region: "\u001B[2J" }])(
    "does as if nothing were remembered where the note is %j",
    async (stage) => {
      expect((await run({ notes: memoryNotes({ stage }), stages: async () => ["shop"] })).code).toBe(0);
      expect(looked).toEqual(["ChatsbyWhatsapp-shop"]);
    },
  );

  it("asks which of several, once, and again for what is none of them", async () => {
    const { code, err } = await run({ ...several, ...answering("prdo", "prod") });
    expect(code).toBe(0);
    expect(err).toContain("There is no stage prdo");
    expect(looked).toEqual(["ChatsbyWhatsapp-prod"]);
  });

  it("ends after three empty answers", async () => {
    expect(await run({ ...several, ...answering() })).toMatchObject({ code: 2 });
    expect(looked).toEqual([]);
  });

  it("lists several without a terminal, and calls none", async () => {
    const { code, err } = await run(several);
    expect(code).toBe(2);
    expect(err).toContain("several stages here: dev, prod, test. Name one with --stage.");
    expect(looked).toEqual([]);
  });

  it("says that there is none", async () => {
    expect(await run({ stages: async () => [] })).toMatchObject({
      code: 6,
      err: expect.stringMatching(/no stage in this AWS account and region[\s\S]*AWS_REGION/),
    });
  });

  it("says that nothing tells where to look, without AWS settings, a remembered stage and a local stack", async () => {
    const looking = { stages: async () => Promise.reject(new Error("looked")) };
    const nothing = { ...looking, hasAwsSettings: () => false };
    for (const argv of [["handoffs"], ["setup"]])
      expect(await run(nothing, argv)).toMatchObject({
        code: 5,
        err: expect.stringMatching(/Nothing tells where to look[\s\S]*npm start[\s\S]*AWS_REGION/),
      });
  });

  it("looks for no stage where one is named, or a URL", async () => {
    const looking = { stages: async () => Promise.reject(new Error("looked")) };
    expect((await run(looking, ["handoffs", "--stage", "prod"])).code).toBe(0);
    expect((await run(looking, ["--stage", "prod", "handoffs"])).code).toBe(0);
    expect((await run(looking, ["handoffs", "--url", api.url])).code).toBe(0);
    expect((await run({ ...looking, env: { WA_URL: api.url } })).code).toBe(0);
    expect((await run(looking, ["sign", "--help"])).code).toBe(0);
  });

  it("says where the remembered stage came from when it is not there", async () => {
    const notes = memoryNotes({ stage: { stage: "prod", region: "eu-west-1" } });
    const { code, err } = await run({ notes, stackOutputs: async () => undefined });
    expect(code).toBe(6);
    expect(err).toContain("no stack ChatsbyWhatsapp-prod");
    expect(err).toContain("prod is the stage that setup or a deploy used last on this machine, in eu-west-1");
  });

  describe("beside a running local stack", () => {
    const beside = { findLocalStack: async () => LOCAL };

    it("offers it where nothing leads to AWS, and uses it after a yes", async () => {
      const asked: string[] = [];
      const ask = async (question: string) => {
        asked.push(question);
        return "";
      };
      const nothing = { hasAwsSettings: () => false, findLocalStack: async () => api.url, ask };
      expect((await run({ ...nothing, ...several })).code).toBe(0);
      expect(asked).toEqual([
        `A local stack is running at ${api.url}, and this shell has no AWS settings. Use it? [Y/n] `,
      ]);
      expect(api.calls).toHaveLength(1);
      expect(looked).toEqual([]);
    });

    it("goes on as without it after a no", async () => {
      const notes = memoryNotes({ stage: { stage: "prod" } });
      const change = { ...beside, notes, hasAwsSettings: () => false, ...answering("n") };
      expect((await run(change)).code).toBe(0);
      expect(looked).toEqual(["ChatsbyWhatsapp-prod"]);
    });

    it("names the command for it without a terminal", async () => {
      const { code, err } = await run({ ...beside, hasAwsSettings: () => false }, ["staff", "list"]);
      expect(code).toBe(2);
      expect(err).toContain("this shell has no AWS settings");
      expect(err).toContain(`WA_URL=${LOCAL} npm run wa -- staff list`);
    });

    it.each<[string, Io["stages"]]>([
      ["AWS gives no list", async () => Promise.reject(new CliProblem(EXIT.noAccess, "No AWS credentials"))],
      ["there is no stage", async () => []],
    ])("names it where %s", async (_, stages) => {
      expect(await run({ ...beside, stages })).toMatchObject({
        code: 2,
        err: expect.stringContaining(`WA_URL=${LOCAL} npm run wa -- handoffs`),
      });
    });

    it("leaves it alone where AWS has a stage", async () => {
      expect((await run(beside)).code).toBe(0);
      expect(looked).toEqual(["ChatsbyWhatsapp-dev"]);
    });

    it("mentions it where the remembered stage cannot be reached", async () => {
      const refuse = async () => Promise.reject(new CliProblem(EXIT.noAccess, "No AWS credentials"));
      const notes = memoryNotes({ stage: { stage: "prod" } });
      const { err } = await run({ ...beside, notes, stackOutputs: refuse });
      expect(err).toContain(`put WA_URL=${LOCAL} before the command`);
    });
  });
});
