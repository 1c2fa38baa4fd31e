import { describe, expect, it } from "@jest/globals";
import { checkDaily, type HealthPart } from "../../../lib/application/health/check-daily.ts";
import { type Finding, ok, problem, skipped, warning } from "../../../lib/domain/health/finding.ts";
import { noAnswer } from "../../../lib/domain/health/no-answer.ts";
import { claimNotices, MAX_NOTICE_MAILS_PER_HOUR } from "../../../lib/domain/health/notice-memory.ts";
import { DAY_MS, HOUR_MS } from "../../../lib/domain/time.ts";
import { FakeNotifications } from "../../support/fake-notifications.ts";
import { FakeClock, FakeTelemetry } from "../../support/fakes.ts";
import { memoryHealthRecords } from "../../support/memory/memory-health-records.ts";

const support = { number: "support" };
const tokenEnds = warning("meta.token", "The access token ends on 2026-12-09.", "Make another one.");
const stopped = problem("number.sends", "It sends nothing.", "See doctor.", support);
const red = problem("meta.quality", "Customers rate it RED.", "Send less.", support);
const invalidToken = problem("meta.token", "The token was withdrawn.", "Make another one.", { hides: true });
const silent = noAnswer("meta.token", "Meta", "timeout");

function setUp() {
  const clock = new FakeClock();
  const [records, notifications, telemetry] = [
    memoryHealthRecords(),
    new FakeNotifications(),
    new FakeTelemetry(),
  ];
  /** What each part finds; changed by tests. */
  const found: Record<string, () => Promise<readonly Finding[] | undefined>> = {
    meta: async () => [ok("meta.token", "It is valid.")],
    number: async () => [ok("number.sends", "It sends.", support)],
  };
  const pauses: number[] = [];
  const check = () =>
    checkDaily({
      parts: () => Object.entries(found).map(([part, run]): HealthPart => ({ part, run: () => run() })),
      records,
      notifications,
      clock,
      telemetry,
      stage: "prod",
      textOf: ({ event }) => ({ weight: "warning", what: `It is ${event}.`, todo: "Change it." }),
      // What never ends is late.
      within: (work) => Promise.race([work, new Promise<"late">((resolve) => setImmediate(resolve, "late"))]),
      pause: async (ms) => void pauses.push(ms),
    });
  const finds = (part: string, ...findings: Finding[]) => {
    found[part] = async () => findings;
  };
  const days = async (count: number) => {
    for (let day = 0; day < count; day++) {
      clock.time += DAY_MS;
      await check();
    }
  };
  return { clock, records, notifications, found, finds, check, days, pauses, mails: notifications.mails };
}

describe("the daily check", () => {
  it("mails nothing when all is well", async () => {
    const { check, mails, days, pauses } = setUp();
    expect(await check()).toEqual({ told: false, troubles: 0, fixed: 0, unchecked: 0 });
    await days(30);
    expect([mails, pauses]).toEqual([[], []]);
  });

  it("mails all problems in one mail, each with what to do, and names the stage and the command", async () => {
    const { check, mails, finds } = setUp();
    finds("meta", tokenEnds, red);
    finds("number", stopped);
    await check();
    expect(mails.map(({ subject }) => subject)).toEqual([
      "WhatsApp (prod), daily check: 2 problems, 1 warning",
    ]);
    const text = mails[0]?.text ?? "";
    for (const { evidence, fix } of [tokenEnds, red, stopped]) {
      expect(text).toContain(evidence);
      expect(text).toContain(`What to do: ${fix}`);
    }
    expect(text).toContain('Number "support": It sends nothing.');
    expect(text).toContain("npm run wa -- doctor --stage prod");
  });

  it("names the stage in each command that it gives", async () => {
    const { check, mails, finds } = setUp();
    finds("meta", problem("meta.token", "It ended.", "Then `npm run wa -- secrets set meta.accessToken`."));
    await check();
    expect(mails[0]?.text).toContain("`npm run wa -- secrets --stage prod set meta.accessToken`");
  });

  it("reminds of a problem each day, with the day since when", async () => {
    const { check, mails, finds, days } = setUp();
    finds("number", stopped);
    await check();
    const firstDay = new Date(setUp().clock.time).toISOString().slice(0, 10);
    await days(3);
    expect(mails).toHaveLength(4);
    expect(mails[0]?.text).toContain("New. Check: number.sends");
    expect(mails[3]?.text).toContain(`Since ${firstDay}. Check: number.sends`);
  });

  it("reminds of a warning each week for two weeks, then every four weeks", async () => {
    const { mails, finds, clock, check } = setUp();
    finds("meta", tokenEnds);
    const told: number[] = [];
    for (let day = 0; day <= 80; day++) {
      const before = mails.length;
      await check();
      if (mails.length > before) told.push(day);
      clock.time += DAY_MS;
    }
    expect(told).toEqual([0, 7, 14, 42, 70]);
  });

  it("mails the same problem once a day, however often it runs", async () => {
    const { check, mails, finds, clock } = setUp();
    finds("number", stopped);
    for (let hour = 0; hour < 19; hour++) {
      await check();
      clock.time += HOUR_MS;
    }
    expect(mails).toHaveLength(1);
    clock.time += 4 * HOUR_MS;
    await check();
    expect(mails).toHaveLength(2);
  });

  it("mails a warning that has become a problem at once", async () => {
    const { check, mails, finds, clock } = setUp();
    finds("meta", tokenEnds);
    await check();
    clock.time += HOUR_MS;
    finds("meta", { ...tokenEnds, verdict: "problem" });
    await check();
    expect(mails).toHaveLength(2);
  });

  it("tells once that a problem is fixed, and then is silent", async () => {
    const { check, mails, finds, days } = setUp();
    finds("number", stopped);
    await check();
    finds("number", ok("number.sends", "It sends.", support));
    await days(5);
    expect(mails).toHaveLength(2);
    expect(mails[1]?.subject).toBe("WhatsApp (prod), daily check: 1 fixed");
    expect(mails[1]?.text).toMatch(/FIXED.*It sends nothing/s);
  });

  it("tells of a problem again that comes back", async () => {
    const { check, mails, finds, days } = setUp();
    finds("meta", red);
    await check();
    finds("meta");
    await days(1);
    finds("meta", red);
    await days(1);
    expect(mails.map(({ subject }) => subject.replace(/.*: /, ""))).toEqual([
      "1 problem",
      "1 fixed",
      "1 problem",
    ]);
    expect(mails[2]?.text).toContain("New. Check: meta.quality");
  });

  it("tells two templates that are missing apart", async () => {
    const { check, mails, finds, days } = setUp();
    const missing = (subject: string) =>
      problem("templates", `The template ${subject} is not there.`, "Create it.", { ...support, subject });
    finds("templates", missing("one"), missing("two"));
    await check();
    finds("templates", missing("two"));
    await days(1);
    expect(mails[1]?.text).toMatch(/The template two is not there.*FIXED.*The template one is not there/s);
  });
});

describe("what the daily check cannot look at", () => {
  it("is asked a second time, and not told when it answers then", async () => {
    const { check, mails, found, pauses } = setUp();
    let attempts = 0;
    found.meta = async () => {
      attempts += 1;
      return attempts === 1 ? [silent] : [ok("meta.token", "It is valid.")];
    };
    expect(await check()).toMatchObject({ told: false, unchecked: 0 });
    expect([attempts, pauses.length, mails]).toEqual([2, 1, []]);
  });

  it("is told as not checked, and not as a problem of the number", async () => {
    const { check, mails, finds } = setUp();
    finds("meta", silent);
    await check();
    expect(mails[0]?.subject).toBe("WhatsApp (prod), daily check: 1 not checked");
    expect(mails[0]?.text).toMatch(/COULD NOT BE CHECKED.*Meta gave no answer \(timeout\)/s);
    expect(mails[0]?.text).not.toContain("PROBLEMS");
  });

  it("keeps the other checks from nothing: one that hangs, one that throws", async () => {
    const { check, mails, found, finds } = setUp();
    found.meta = () => new Promise(() => {});
    found.templates = () => Promise.reject(new TypeError("secret words"));
    finds("number", stopped);
    await check();
    const text = mails[0]?.text ?? "";
    expect(text).toMatch(/PROBLEMS.*It sends nothing/s);
    expect(text).toMatch(/meta: No answer within 30 seconds/);
    expect(text).toMatch(/templates: The check itself failed \(TypeError\)/);
    expect(text).not.toContain("secret words");
  });

  it("does not count as fixed, and keeps the day since when", async () => {
    const { check, mails, finds, days, clock } = setUp();
    finds("meta", red);
    await check();
    const firstDay = new Date(clock.time).toISOString().slice(0, 10);
    finds("meta", silent);
    await days(1);
    expect(mails[1]?.text).not.toContain("FIXED");
    expect(mails[1]?.text).toContain(`Since ${firstDay}, and could not be looked at today`);
    finds("meta", red);
    await days(1);
    expect(mails[2]?.text).toContain(`Since ${firstDay}. Check: meta.quality`);
  });

  it.each<[string, readonly Finding[] | undefined]>([
    ["a token that hides all else", [invalidToken]],
    ["a secret without which nothing could be asked", undefined],
    ["a check that was left out this time", [skipped("meta.quality", "Meta did not say.", support)]],
  ])("because of %s is not fixed either", async (_, findings) => {
    const { check, mails, finds, found, days } = setUp();
    finds("meta", red);
    await check();
    found.meta = async () => findings;
    await days(1);
    expect(mails.at(-1)?.text).not.toContain("FIXED");
    finds("meta");
    await days(1);
    expect(mails.at(-1)?.text).toMatch(/FIXED.*rate it RED/s);
  });
});

describe("a daily check that is cut off", () => {
  it("between mail and record mails the same once more, and never keeps silent", async () => {
    const { check, mails, finds, notifications } = setUp();
    finds("number", stopped);
    notifications.after = () => {
      throw new Error("killed");
    };
    await expect(check()).rejects.toThrow("killed");
    notifications.after = () => {};
    await check();
    await check();
    expect(mails).toHaveLength(2);
  });

  it("before the mail tells all of it the next time", async () => {
    const { check, mails, finds, notifications } = setUp();
    finds("number", stopped);
    notifications.before = () => {
      throw new Error("away");
    };
    await expect(check()).rejects.toThrow("away");
    notifications.before = () => {};
    await check();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text).toContain("New. Check: number.sends");
  });
});

describe("notices for which an hour had no room", () => {
  it("come with the daily mail, once", async () => {
    const { check, mails, records, clock, days } = setUp();
    for (let n = 0; n <= MAX_NOTICE_MAILS_PER_HOUR; n++)
      await records.changeNotices((memory) =>
        claimNotices(
          memory,
          [{ provider: "meta", account: "1", topic: "t", event: `E${n}`, facts: {} }],
          clock.time,
          () => false,
        ),
      );
    await check();
    expect(mails.map(({ subject }) => subject)).toEqual(["WhatsApp (prod), daily check: 1 notice"]);
    expect(mails[0]?.text).toContain(`It is E${MAX_NOTICE_MAILS_PER_HOUR}.`);
    await days(2);
    expect(mails).toHaveLength(1);
  });
});
