import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "@jest/globals";
import { settingsPath } from "../../cli/settings-path.ts";

it("the settings that commands read and setup writes are those that a deploy takes", () => {
  expect(settingsPath("prod")).toBe(resolve("infra/settings/prod.json"));
  expect(existsSync(settingsPath("dev"))).toBe(true);
});
