import { describe, expect, it } from "@jest/globals";
import { tellNotices } from "../../../lib/application/health/tell-notices.ts";
import {
  MAX_NOTICE_MAILS_PER_HOUR,
  MAX_PROBLEM_MAILS_PER_HOUR,
  waitingNotices,
} from "../../../lib/domain/health/notice-memory.ts";
import type { Notice } from "../../../lib/domain/inbound/inbound.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../lib/domain/time.ts";
import { FakeNotifications } from "../../support/fake-notifications.ts";
import { FakeClock, FakeTelemetry } from "../../support/fakes.ts";
import { memoryHealthRecords } from "../../support/memory/memory-health-records.ts";

const aNotice = (change: Partial<Notice> = {}): Notice => ({
  provider: "meta",
  account: "210000000000001",
  topic: "message_template_status_update",
  event: "REJECTED",
  facts: { template: "promo" },
  at: 1_795_430_000_000,
  ...change,
});
const numbered = (n: number) => aNotice({ facts: { template: `promo_${n}` } });

function setUp() {
  const clock = new FakeClock();
  const [records, notifications, telemetry] = [
    memoryHealthRecords(),
    new FakeNotifications(),
    new FakeTelemetry(),
  ];
  const tell = (...notices: Notice[]) =>
    tellNotices(
      {
        records,
        notifications,
        clock,
        telemetry,
        stage: "prod",
        nameOf: () => "Meta",
        textOf: ({ event, facts }) =>
          event === "PENDING"
            ? undefined
            : {
                weight: event === "BANNED" ? "problem" : "warning",
                what: `${facts.template} is ${event}.`,
                todo: "Change it.",
              },
      },
      notices,
    );
  return { clock, records, notifications, tell, mails: notifications.mails };
}

describe("a provider's notice", () => {
  it("is mailed at once, with what it means and what to do", async () => {
    const { tell, mails } = setUp();
    expect(await tell(aNotice())).toBe("done");
    expect(mails).toMatchObject([
      { subject: "WhatsApp (prod), warning reported by Meta: promo is REJECTED" },
    ]);
    expect(mails[0]?.text).toContain("What to do: Change it.");
    expect(mails[0]?.text).toContain("npm run wa -- doctor --stage prod");
  });

  it("is mailed once, however often the provider repeats it within its seven days", async () => {
    const { tell, mails, clock } = setUp();
    for (const pause of [0, MINUTE_MS, HOUR_MS, DAY_MS, 5 * DAY_MS]) {
      clock.time += pause;
      await tell(aNotice());
    }
    expect(mails).toHaveLength(1);
  });

  it("is mailed once when it is repeated with another time right away", async () => {
    const { tell, mails, clock } = setUp();
    await tell(aNotice());
    clock.time += 10 * MINUTE_MS;
    await tell(aNotice({ at: clock.time }));
    const { at: _, ...timeless } = aNotice();
    await tell(timeless);
    expect(mails).toHaveLength(1);
  });

  it("is mailed again when the same happens again, hours later", async () => {
    const { tell, mails, clock } = setUp();
    await tell(aNotice());
    clock.time += 5 * HOUR_MS;
    await tell(aNotice({ at: clock.time }));
    expect(mails).toHaveLength(2);
  });

  it("that needs nobody is not mailed", async () => {
    const { tell, mails, records } = setUp();
    expect(await tell(aNotice({ event: "PENDING" }))).toBe("done");
    expect([mails, records.told.notices.kept]).toEqual([[], []]);
  });

  it("comes in one mail with those that arrived with it", async () => {
    const { tell, mails } = setUp();
    await tell(numbered(1), numbered(2), numbered(1));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain("2 notices");
    expect(mails[0]?.text).toMatch(/promo_1 is REJECTED.*promo_2 is REJECTED/s);
  });

  it("waits for the daily mail once an hour's mails have gone, which the last one says", async () => {
    const { tell, mails, records, clock } = setUp();
    for (let n = 0; n < 9; n++) await tell(numbered(n));
    expect(mails).toHaveLength(MAX_NOTICE_MAILS_PER_HOUR);
    expect(mails.map(({ text }) => text.includes("come with the daily check"))).toEqual([
      ...Array(MAX_NOTICE_MAILS_PER_HOUR - 1).fill(false),
      true,
    ]);
    expect(waitingNotices(records.told.notices).map(({ facts }) => facts.template)).toEqual([
      "promo_6",
      "promo_7",
      "promo_8",
    ]);
    clock.time += HOUR_MS;
    await tell(numbered(10));
    expect(mails).toHaveLength(MAX_NOTICE_MAILS_PER_HOUR + 1);
  });

  it("about a problem is mailed at once also when warnings have used up the hour's mails", async () => {
    const { tell, mails } = setUp();
    for (let n = 0; n < 9; n++) await tell(numbered(n));
    for (let n = 0; n < 9; n++) await tell(aNotice({ event: "BANNED", facts: { template: `account ${n}` } }));
    expect(mails).toHaveLength(MAX_PROBLEM_MAILS_PER_HOUR);
    expect(mails[MAX_NOTICE_MAILS_PER_HOUR]?.subject).toContain(
      "problem reported by Meta: account 0 is BANNED",
    );
  });
});

describe("a notice whose mail fails", () => {
  it("is mailed when it is delivered again, after the first attempt's claim has ended", async () => {
    const { tell, mails, notifications, clock } = setUp();
    notifications.before = () => {
      throw new Error("away");
    };
    await expect(tell(aNotice())).rejects.toThrow("away");
    notifications.before = () => {};
    expect(await tell(aNotice())).toBe("busy");
    expect(mails).toEqual([]);
    clock.time += MINUTE_MS;
    expect(await tell(aNotice())).toBe("done");
    expect(mails).toHaveLength(1);
  });

  it("is mailed twice at most when the function dies between mail and record", async () => {
    const { tell, mails, notifications, clock } = setUp();
    notifications.after = () => {
      throw new Error("killed");
    };
    await expect(tell(aNotice())).rejects.toThrow("killed");
    notifications.after = () => {};
    for (let minute = 0; minute < 5; minute++) {
      clock.time += MINUTE_MS;
      await tell(aNotice());
    }
    expect(mails).toHaveLength(2);
  });

  it("is not mailed beside another function that is mailing it", async () => {
    const { tell, mails, notifications } = setUp();
    let second: Promise<string> | undefined;
    notifications.before = () => {
      second ??= tell(aNotice());
    };
    expect(await tell(aNotice())).toBe("done");
    expect([await second, mails.length]).toEqual(["busy", 1]);
  });
});
