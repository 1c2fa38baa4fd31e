import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { exampleIds } from "../../infra/settings/example-ids.ts";
import { loadStageSettings } from "../../infra/settings/load.ts";
import { parseRegion, parseStage } from "../../infra/settings/stage.ts";
import { keepsData } from "../../lib/config/deployment/stage.ts";
import { META, settingsOf, TWILIO } from "./synthesized.ts";

const folder = mkdtempSync(join(tmpdir(), "infra-settings-"));
afterAll(() => rmSync(folder, { recursive: true }));
const stageWith = (stage: string, content: unknown) => {
  writeFileSync(
    join(folder, `${stage}.json`),
    typeof content === "string" ? content : JSON.stringify(content),
  );
  return () => loadStageSettings(stage, folder);
};

describe("settings of a stage", () => {
  it("come complete, with every default filled in", () => {
    expect(stageWith("short", { numbers: [META] })()).toMatchObject({
      numbers: [META],
      turns: { quietSeconds: 2 },
      chatsby: { timeoutSeconds: 30 },
      retention: { days: 30 },
    });
  });

  it("report all problems of a file at once, each by its path", () => {
    const load = stageWith("bad", {
      numbers: [
        { ...META, phoneNumberId: "12" },
        { ...TWILIO, from: "+14155238886" },
      ],
      turns: { quietSeconds: 61 },
      tunrs: {},
    });
    expect(load).toThrow(/bad\.json has 4 problems:/);
    for (const path of ["numbers[0].phoneNumberId", "numbers[1].from", "turns.quietSeconds", "tunrs"])
      expect(load).toThrow(`  ${path}: `);
  });

  it("name a file that is not JSON", () => {
    expect(stageWith("broken", '{ "numbers": [ }')).toThrow(
      /broken\.json has 1 problem:\n {2}it is not JSON/,
    );
  });

  it("name in one line the missing file, the existing ones, and how to make it", () => {
    stageWith("dev", { numbers: [META] });
    stageWith("prod", { numbers: [META] });
    const load = () => loadStageSettings("staging", folder);
    expect(load).toThrow(
      /^\S*staging\.json does not exist\. There are: .*dev\.json, .*prod\.json.*\. `npm run wa -- setup --stage staging` writes it\./,
    );
  });

  it("of the committed example are valid, have both providers, and are known to be an example", () => {
    const settings = loadStageSettings("dev");
    expect(settings.numbers.map(({ provider }) => provider)).toEqual(["meta", "twilio"]);
    expect(exampleIds(settings)).toEqual([
      "numbers[0].agentId",
      "numbers[0].phoneNumberId",
      "numbers[0].wabaId",
      "numbers[1].agentId",
    ]);
    expect(exampleIds(settingsOf({ numbers: [META, TWILIO] }))).toEqual([]);
  });
});

describe("the region", () => {
  it.each(["eu-west-1", "us-gov-east-1", "cn-north-1", undefined])("may be %s", (region) => {
    expect(parseRegion(region)).toBe(region);
  });

  it.each(["", "Ireland", "eu-west", "eu-west-1a", 7])("may not be %p", (region) => {
    expect(() => parseRegion(region)).toThrow(
      "Name the region as AWS does, for instance -c region=eu-west-1.",
    );
  });
});

describe("the name of a stage", () => {
  it.each(["dev", "prod", "eu-1", "2026"])("may be %s", (stage) => {
    expect(parseStage(stage)).toBe(stage);
  });

  it.each(["", "Prod", "../dev", "a b", "-dev", "a".repeat(31), undefined, 7])("may not be %p", (stage) => {
    expect(() => parseStage(stage)).toThrow("lower-case letters, digits and hyphens");
  });

  it("decides whether data must outlive the stack", () => {
    expect(["dev", "prod", "production", "prod-eu"].filter((stage) => keepsData(stage, {}))).toEqual([
      "prod",
      "production",
    ]);
    expect([keepsData("dev", { keepData: true }), keepsData("prod", { keepData: false })]).toEqual([
      true,
      false,
    ]);
  });
});
