import { beforeEach, describe, expect, it } from "@jest/globals";
import type { Io } from "../../../../cli/io.ts";
import { memoryNotes, runCli } from "../../support/run-cli.ts";

const HEX = "0123456789abcdef0123456789abcdef";
const TOKEN = `EAA${"Gm0PX4ZCps".repeat(18)}`;
const CREDENTIALS = {
  META_APP_SECRET: HEX,
  META_ACCESS_TOKEN: TOKEN,
  CHATSBY_API_KEY: "chtb_live_abc123def456",
};
const ANSWERS: Record<string, string> = {
  "Is the number at": "meta",
  "A short name": "shop",
  "Chatsby agent id": "agent_own",
  "Phone number ID": "106540352242922",
  "WhatsApp Business Account ID": "102290129340398",
};

class CtrlC extends Error {}

describe("answers that were given before setup stopped", () => {
  let notes = memoryNotes();
  let asked: string[] = [];
  let farewell = "";
  beforeEach(() => {
    [notes, asked, farewell] = [memoryNotes(), [], ""];
  });

  /** No provider can be reached, so step 2 stops setup, with everything answered. */
  const run = (argv: readonly string[], change: Partial<Io> = {}) =>
    runCli(["setup", ...argv], {
      notes,
      stages: async () => [],
      fetch: async () => Promise.reject(new TypeError("fetch failed")),
      onExit: (text) => {
        farewell = text;
      },
      ...change,
    });
  /** At a terminal. `answers` by the question's beginning; Ctrl-C at `stop`. */
  const person = (answers: Record<string, string>, stop?: string): Partial<Io> => ({
    ask: async (question) => {
      asked.push(question);
      if (stop && question.startsWith(stop)) throw new CtrlC("Ctrl-C");
      return Object.entries(answers).find(([begin]) => question.startsWith(begin))?.[1] ?? "";
    },
    askHidden: async (question) => {
      if (stop && question.startsWith(stop)) throw new CtrlC("Ctrl-C");
      return question.startsWith("App secret")
        ? HEX
        : question.startsWith("Access")
          ? TOKEN
          : "chtb_live_abc123def456";
    },
  });

  it("are suggested by the next run, which says which they are and goes on with the same stage", async () => {
    await run(["--stage", "shop"], person(ANSWERS, "Phone number ID"));
    expect(farewell).toMatch(/Your answers are kept, credentials are not/);
    asked = [];
    const { out } = await run([], { ...person({ ...ANSWERS, "Chatsby agent id": "", "A short name": "" }) });
    expect(out).toMatch(/shop is the stage that setup or a deploy used last/);
    expect(out).toMatch(/An earlier run did not end[\s\S]*--name shop\n[\s\S]*--agent-id agent_own\n/);
    expect(asked).toContain("A short name for this number [shop]: ");
    expect(asked.find((question) => question.startsWith("Chatsby agent id"))).toContain("[agent_own]");
    expect(notes.notes["setup-shop"]).toMatchObject({
      answers: { "--agent-id": "agent_own", "--phone-number-id": "106540352242922" },
    });
  });

  it("can each be changed, by an answer or by an option", async () => {
    await run(["--stage", "shop"], person(ANSWERS, "Chatsby API key"));
    await run(["--stage", "shop", "--waba-id", "102290129340399"], {
      ...person({ "Chatsby agent id": "agent_other" }),
    });
    expect(notes.notes["setup-shop"]).toEqual({
      answers: {
        "--provider": "meta",
        "--name": "shop",
        "--agent-id": "agent_other",
        "--phone-number-id": "106540352242922",
        "--waba-id": "102290129340399",
      },
    });
  });

  it("survive a check that the provider fails, and suffice for a script's --yes", async () => {
    expect((await run(["--stage", "shop"], person(ANSWERS))).code).toBe(4);
    const again = await run(["--stage", "shop", "--yes"], { env: CREDENTIALS });
    expect(again).toMatchObject({ code: 4, err: expect.stringContaining("Nothing was saved") });
  });

  it("contain no credential, however it was given", async () => {
    await run(["--stage", "shop"], person(ANSWERS));
    await run(["--stage", "shop"], {
      ...person(ANSWERS),
      env: { ...CREDENTIALS, META_VERIFY_TOKEN: "my-own-token" },
    });
    const kept = JSON.stringify(notes.notes);
    for (const credential of [...Object.values(CREDENTIALS), "my-own-token"])
      expect(kept).not.toContain(credential);
  });

  it("are not those of another number: its ids are asked for", async () => {
    await run(["--stage", "shop"], person(ANSWERS));
    asked = [];
    await run(["--stage", "shop"], person({ ...ANSWERS, "A short name": "sales" }, "Phone number ID"));
    expect(asked.find((question) => question.startsWith("Phone number ID"))).not.toContain("[");
  });

  it("stand still where the input has ended: setup stops after three empty answers", async () => {
    const { code, err } = await run(["--stage", "shop"], person({ "Is the number at": "meta" }));
    expect({ code, err }).toMatchObject({ code: 130, err: expect.stringContaining("there was no answer") });
    expect(asked.filter((question) => question.startsWith("Chatsby agent id"))).toHaveLength(3);
  });

  it("are kept for each stage", async () => {
    await run(["--stage", "shop"], person(ANSWERS));
    asked = [];
    const { out } = await run(["--stage", "dev"], person(ANSWERS, "Phone number ID"));
    expect(out).not.toContain("An earlier run");
    expect(asked.find((question) => question.startsWith("Chatsby agent id"))).not.toContain("[");
  });

  it.each([null, "x", { answers: 5 }, { answers: { "--agent-id": "+15550100200" } }])(
    "count as none where the note is %j",
    async (note) => {
      notes.notes["setup-shop"] = note;
      await run(["--stage", "shop"], person(ANSWERS, "Phone number ID"));
      expect(asked.find((question) => question.startsWith("Chatsby agent id"))).not.toContain("[");
    },
  );
});

describe("the stage of setup, where none is named", () => {
  const stopping = { ask: async () => Promise.reject(new CtrlC("Ctrl-C")) };

  it("is the only one there is", async () => {
    const { out } = await runCli(["setup"], { stages: async () => ["shop"], ...stopping });
    expect(out).toContain("shop is the only stage in this AWS account and region.");
  });

  it("is asked for where there is none yet, and checked", async () => {
    const asked: string[] = [];
    const answers = ["Not a name", "shop"];
    const notes = memoryNotes();
    const { err } = await runCli(["setup"], {
      notes,
      stages: async () => [],
      ask: async (question) => {
        asked.push(question);
        if (asked.length > 3) throw new CtrlC("Ctrl-C");
        return answers.shift() ?? "meta";
      },
    });
    expect(asked[0]).toContain("A name for the first one [prod]");
    expect(err).toContain("lower-case letters");
    expect(notes.notes.stage).toEqual({ stage: "shop" });
  });

  it("is prod for a script that begins with nothing", async () => {
    const { code, out, err } = await runCli(["setup", "--yes"], { stages: async () => [] });
    expect(out).toContain("There is no stage in this AWS account and region yet. This one is prod.");
    expect({ code, err }).toMatchObject({
      code: 2,
      err: expect.stringContaining("--agent-id, or CHATSBY_AGENT_ID"),
    });
  });

  it("is asked for among several, without a terminal an error that lists them", async () => {
    const several = { stages: async () => ["dev", "prod"] };
    expect(await runCli(["setup", "--yes"], several)).toMatchObject({
      code: 2,
      err: expect.stringContaining("dev, prod"),
    });
  });

  it("is not remembered before there is an answer for it", async () => {
    const notes = memoryNotes();
    await runCli(["setup", "--stage", "prdo"], { notes, ...stopping });
    expect(notes.notes).toEqual({});
  });
});
