import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { chooseNumber } from "../../../lib/application/turn/steps/choose-number.ts";
import { ANSWER_STEPS, FIRST_STEPS } from "../../../lib/application/turn/steps.ts";

const FOLDER = "lib/application/turn/steps";
const files = readdirSync(FOLDER);

describe("the steps of a turn", () => {
  it("are named functions, so that stack traces name them", () => {
    const names = [...FIRST_STEPS, ...ANSWER_STEPS].map(({ name }) => name);
    expect(names).toHaveLength(new Set(names).size);
    expect(names.filter((name) => !/^[a-z]+([A-Z][a-z]+)+$/.test(name))).toEqual([]);
  });

  it("are described in docs/architecture.md in their order", () => {
    const [, section = ""] = readFileSync("docs/architecture.md", "utf8").split("## The steps of a turn");
    const described = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| `(\w+)` \|/gm)].map(
      ([, name]) => name,
    );
    expect(described).toEqual([...FIRST_STEPS, chooseNumber, ...ANSWER_STEPS].map(({ name }) => name));
  });

  it("do not know each other: only the list says what comes after what", () => {
    const imports = files.flatMap((file) =>
      [...readFileSync(`${FOLDER}/${file}`, "utf8").matchAll(/from "(\.\/[^"]+|\.\.\/steps[^"]*)"/g)].map(
        ([, path]) => `${file} ${path}`,
      ),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(imports).toEqual([]);
  });
});
