import { readdirSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { commandOf, loadCommands } from "../../cli/load-commands.ts";
import { runCli } from "./support/run-cli.ts";

it("makes every file in cli/commands a command that help lists", async () => {
  const names = readdirSync("cli/commands").map((file) => file.replace(/\.ts$/, ""));
  expect(names.length).toBeGreaterThan(20);
  expect(await loadCommands()).toHaveLength(names.length);
  const { out } = await runCli(["--help"]);
  const listed = [...out.matchAll(/^ {2}([a-z][a-z-]*)[ |].*$/gm)].map(([, name]) => name);
  expect(listed).toEqual([...names.toSorted(), "help"]);
});

it("takes what a file exports as its command, beside what tests use of it", () => {
  const command = () => "added";
  expect(commandOf("muteCommand.ts", { muteCommand: command, MAX_TEXT: 3, mutedUntil: () => 1 })).toBe(
    command,
  );
});

it.each([
  ["nothing", {}],
  ["a value only", { muteCommand: "mute" }],
  ["two commands", { muteCommand: () => 0, unmuteCommand: () => 0 }],
])("names a file that exports %s", (_, module) => {
  expect(() => commandOf("mute.ts", module)).toThrow("mute.ts must export one function named …Command.");
});
