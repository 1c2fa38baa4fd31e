import { describe, expect, it } from "@jest/globals";
import { CRASH_PATTERN, crashIn } from "../../cli/cloud/crash-lines.ts";
import { waitingEvent } from "../../cli/tail/waiting.ts";

const NOON = Date.UTC(2026, 10, 29, 12);
const report = (record: Record<string, unknown>, type = "platform.report") => ({ fields: { type, record } });

describe("Lambda's own lines", () => {
  it.each([
    [
      "a time-out",
      report({ requestId: "r", status: "timeout", metrics: { durationMs: 120_000 } }),
      /^timed out after 120 s/,
    ],
    [
      "memory that is full",
      report({
        requestId: "r",
        status: "error",
        errorType: "Runtime.ExitError",
        metrics: { memorySizeMB: 512, maxMemoryUsedMB: 512 },
      }),
      /^out of memory \(512 MB\)/,
    ],
    [
      "memory that is full, by its name",
      report({ status: "error", errorType: "Runtime.OutOfMemory" }),
      /^out of memory$/,
    ],
    ["a crash", report({ status: "error", errorType: "Runtime.ExitError" }), /Runtime\.ExitError/],
    [
      "a start that failed",
      report({ status: "error", errorType: "Runtime.ImportModuleError" }, "platform.initReport"),
      /^could not start \(Runtime\.ImportModuleError\)/,
    ],
  ])("tell of %s", (_, line, why) => {
    expect(crashIn(line)?.why).toMatch(why);
  });

  it("tell nothing of an invocation that succeeded, nor do other lines", () => {
    expect(crashIn(report({ status: "success" }))).toBeUndefined();
    expect(crashIn({ fields: { code: "turn.answered", status: "error" } })).toBeUndefined();
    expect(CRASH_PATTERN).toContain('$.record.status != "success"');
  });
});

describe("the wait for an answer", () => {
  const wrote = { at: NOON, from: "customer" as const, text: "Hello" };
  const at = { now: NOON + 32_000, visibilitySeconds: 150 };
  const waiting = (why: string, milliseconds: number, after = 10_000) => ({
    ...{ at: NOON + after, function: "worker" },
    fields: { code: "turn.waiting", why, milliseconds },
  });
  const event = (
    change: { transcript?: object[]; handoff?: object } = {},
    lines = [waiting("agent", 60_000)],
  ) => waitingEvent({ transcript: [wrote], optedOut: false, ...change } as never, lines, [], at);

  it("is explained by the last wait that was logged", () => {
    expect(event()?.facts).toBe(
      "no answer for 32 s: the queue waits for the agent, which failed and is asked again (next try in 38 s)",
    );
    expect(event({}, [waiting("stopped", 5_000)])?.facts).toContain("(next try is due)");
    expect(event({}, [])?.facts).toContain("nobody works on the queue");
  });

  it("is none once somebody has answered, the message has ended, or a person has the conversation", () => {
    const answer = { at: NOON + 1_000, from: "agent", text: "Hi" };
    expect(event({ transcript: [wrote, answer] })).toBeUndefined();
    expect(event({ transcript: [{ ...wrote, state: "handed-off" }] })).toBeUndefined();
    expect(event({ handoff: { reason: "asked", since: NOON } })).toBeUndefined();
  });
});
