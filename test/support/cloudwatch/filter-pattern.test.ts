import { expect, it } from "@jest/globals";
import { matchesPattern } from "./filter-pattern.ts";

it.each([
  ['{ $.code = "turn.failed" }', { code: "turn.failed" }, true],
  ['{ $.code = "turn.failed" }', { code: "turn.failed.late" }, false],
  ['{ ($.code = "agent.failed") && ($.failures = 1) }', { code: "agent.failed", failures: 1 }, true],
  ['{ ($.code = "agent.failed") && ($.failures = 1) }', { code: "agent.failed", failures: 2 }, false],
  ['{ ($.code = "agent.failed") && ($.failures = 1) }', { code: "agent.failed" }, false],
  [
    '{ (($.routeKey = "GET /inbox*") || ($.routeKey = "POST /inbox*")) && ($.status = "5*") && ($.status != "502") }',
    { routeKey: "POST /inbox/chats", status: "503" },
    true,
  ],
  [
    '{ (($.routeKey = "GET /inbox*") || ($.routeKey = "POST /inbox*")) && ($.status = "5*") && ($.status != "502") }',
    { routeKey: "POST /inbox/chats", status: "502" },
    false,
  ],
  ["{ $.latency > 1000 }", { latency: 1001 }, true],
  ["{ $.latency > 1000 }", { latency: 1000 }, false],
  ['{ $.reason != "unsigned" }', { code: "webhook.rejected" }, false],
])("%s on %j: %s", (pattern, line, matched) => {
  expect(matchesPattern(pattern, line)).toBe(matched);
});

it("refuses a pattern that it cannot read", () => {
  expect(() => matchesPattern("{ $.code like 1 }", {})).toThrow("Cannot read");
  expect(() => matchesPattern('{ ($.code = "a" }', { code: "a" })).toThrow("parenthesis");
});
