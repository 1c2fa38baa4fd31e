import { describe, expect, it } from "@jest/globals";
import { askHours } from "../../../../cli/setup/ask/ask-hours.ts";
import { askingFor } from "../../../../cli/setup/ask/interview.ts";
import { proposedZone } from "../../../../cli/setup/ask/proposed-zone.ts";
import type { SetupOptions } from "../../../../cli/setup/ask/questions.ts";
import type { SettingsFile } from "../../../../lib/config/settings/settings.ts";

type File = Pick<SettingsFile, "hours" | "numbers">;
const NEW: File = { numbers: [] };
const OPEN = { mon: ["09:00-18:00"] };

async function asked(
  answers: string[] | undefined,
  { file = NEW as File | undefined, options = {} as SetupOptions, env = {}, local = false } = {},
) {
  const questions: string[] = [];
  const kept: [string, string][] = [];
  let err = "";
  const io = {
    ask:
      answers && (async (question: string) => [questions.push(question), answers.shift() ?? ""][1] as string),
    askHidden: undefined,
    err: (text: string) => {
      err += text;
    },
    width: 100,
  };
  const interview = askingFor({
    io,
    env,
    yes: options.yes === true,
    local,
    kept: { get: () => undefined, keep: async (...answer) => void kept.push(answer) },
  });
  const hours = await askHours(io, interview, options, local ? undefined : file, "Europe/Madrid");
  return { hours, questions, err, kept, finish: interview.finish };
}

describe("setup asks when people are there", () => {
  it("once, and then for the time zone, which it proposes", async () => {
    const { hours, questions, kept } = await asked(["Mon 9-18", ""]);
    expect(hours).toEqual({ timeZone: "Europe/Madrid", open: OPEN });
    expect(questions).toEqual([
      expect.stringContaining("For instance Mon-Fri 9:00-18:00; Sat 10-14 (empty: always): "),
      "In which time zone [Europe/Madrid]: ",
    ]);
    expect(kept).toEqual([
      ["--hours", "Mon 9-18"],
      ["--time-zone", "Europe/Madrid"],
    ]);
  });

  it.each(["", "always", " Always "])("and takes %j for always: nothing is written", async (answer) => {
    expect(await asked([answer])).toMatchObject({ hours: undefined, questions: [expect.anything()] });
  });

  it("again after what it does not understand, with what that is", async () => {
    const { hours, err } = await asked(["nine to five", "Mon 9-5", "Mon 9-18", "Bonn", "europe/berlin"]);
    expect(hours).toEqual({ timeZone: "Europe/Berlin", open: OPEN });
    expect(err).toContain("That does not begin with a day. Write it as Mon-Fri 9:00-18:00");
    expect(err).toContain("ends before it begins");
    expect(err).toContain("is no time zone");
  });

  it.each<[string, string[] | undefined, Parameters<typeof asked>[1]]>([
    ["where the settings have hours", [], { file: { ...NEW, hours: { timeZone: "UTC", open: OPEN } } }],
    ["with --yes", [], { options: { yes: true } }],
    ["without a terminal", undefined, {}],
    ["for the local stack", [], { local: true }],
  ])("but not %s", async (_, answers, given) => {
    expect(await asked(answers, given)).toMatchObject({ questions: [], hours: undefined });
  });

  it("not of a number that says so itself", async () => {
    const number = {
      provider: "twilio",
      name: "a",
      agentId: "agent_a",
      from: "whatsapp:+1",
      hours: "always",
    } as const;
    expect((await asked([], { file: { numbers: [number] } })).questions).toEqual([]);
  });

  it("nor what options or the environment give", async () => {
    const options = { hours: "Mon 9-18", timeZone: "America/New_York" };
    expect(await asked([], { options })).toMatchObject({
      hours: { timeZone: "America/New_York", open: OPEN },
      questions: [],
    });
    const env = { WA_HOURS: "Mon 9-18", WA_TIME_ZONE: "Asia/Tokyo" };
    expect((await asked(undefined, { env })).hours).toEqual({ timeZone: "Asia/Tokyo", open: OPEN });
    expect((await asked([], { options: { hours: "always" } })).hours).toBeUndefined();
  });

  it("and takes the proposed time zone without a terminal only with --yes", async () => {
    const taken = await asked(undefined, { options: { hours: "Mon 9-18", yes: true } });
    expect(taken.hours?.timeZone).toBe("Europe/Madrid");
    const missing = await asked(undefined, { options: { hours: "Mon 9-18" } });
    expect(missing.finish).toThrow();
    const wrong = await asked(undefined, { options: { hours: "Mon", timeZone: "UTC" } });
    expect(wrong.finish).toThrow();
  });
});

describe("the proposed time zone", () => {
  it.each([
    ["whatsapp:+34911234567", "Europe/Madrid", "Europe/Madrid"],
    ["whatsapp:+34911234567", "America/New_York", "America/New_York"],
    [undefined, "UTC", "UTC"],
    // Two zones or more: nobody knows which.
    ["whatsapp:+12025550123", "UTC", "UTC"],
    ["whatsapp:+390612345678", "UTC", "Europe/Rome"],
  ])("of %s on a machine in %s is %s", (sender, machine, zone) => {
    expect(proposedZone(sender, machine)).toBe(zone);
  });
});
