import { expect, it } from "@jest/globals";
import { DEFAULTS, readRehearsal } from "../../../bench/rehearsal/options.ts";

it("reads numbers in the form --name N, and keeps the other defaults", () => {
  expect(readRehearsal(["--messages", "5000", "--agent-ms", "0", "--json", "out.json"])).toEqual({
    ...DEFAULTS,
    messages: 5000,
    agentMs: 0,
    json: "out.json",
    help: false,
    workerProcesses: false,
  });
  expect(readRehearsal(["--help"]).help).toBe(true);
});

it.each([
  ["--messages", "many"],
  ["--messages", ""],
  ["--kills=-1"],
  ["--mesages", "3"],
  ["--messages", "3"],
])("refuses %s %s", (...args) => expect(() => readRehearsal(args)).toThrow());
