import { describe, expect, it } from "@jest/globals";
import { NUMBER_CONTROLS_MAX_AGE_MS, Recent } from "../../../lib/application/ports/recent.ts";
import { FakeClock } from "../../support/fakes.ts";

const aRecent = () => {
  const clock = new FakeClock();
  return { clock, recent: new Recent<string>(clock), now: clock.time };
};

describe("what was read a moment ago", () => {
  it("is known for as long as it says, from the beginning of the read on", () => {
    const { clock, recent, now } = aRecent();
    clock.time = now + 2_000;
    recent.keep("a", "value", now);
    clock.time = now + NUMBER_CONTROLS_MAX_AGE_MS - 1;
    expect(recent.get("a")).toMatchObject({ value: "value" });
    clock.time += 1;
    expect(recent.get("a")).toBeUndefined();
  });

  it("does not stay young by being used", () => {
    const { clock, recent, now } = aRecent();
    recent.keep("a", "value", now);
    for (let second = 0; second < 10; second++) {
      expect(recent.get("a")).toBeDefined();
      clock.time += 1_000;
    }
    expect(recent.get("a")).toBeUndefined();
  });

  it("is that which began last, when two reads overlap", () => {
    const { clock, recent, now } = aRecent();
    clock.time = now + 500;
    recent.keep("a", "later", now + 100);
    recent.keep("a", "earlier", now);
    expect(recent.get("a")?.value).toBe("later");
  });

  it("is read again when the clock was set back", () => {
    const { clock, recent, now } = aRecent();
    recent.keep("a", "value", now);
    clock.time = now - 60_000;
    expect(recent.get("a")).toBeUndefined();
    recent.keep("a", "new", clock.time);
    expect(recent.get("a")?.value).toBe("new");
  });

  it("leaves time for the send within the 30 s that are promised", () => {
    expect(NUMBER_CONTROLS_MAX_AGE_MS).toBeLessThanOrEqual(15_000);
  });
});
