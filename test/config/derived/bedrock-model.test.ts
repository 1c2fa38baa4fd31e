import { describe, expect, it } from "@jest/globals";
import { bedrockModel, bedrockModelArns } from "../../../lib/config/derived/bedrock-model.ts";

const AWS = { kind: "aws" } as const;
const place = { partition: "aws", region: "eu-west-1", account: "1" };

describe("the model of Bedrock", () => {
  it.each([
    ["eu-central-1", "eu.amazon.nova-2-lite-v1:0"],
    ["us-west-2", "us.amazon.nova-2-lite-v1:0"],
    ["ap-northeast-1", "jp.amazon.nova-2-lite-v1:0"],
    ["sa-east-1", "global.amazon.nova-2-lite-v1:0"],
    ["ap-southeast-1", "global.amazon.nova-2-lite-v1:0"],
  ])("stays in the region's part of the world where it can: %s", (region, model) =>
    expect(bedrockModel(AWS, region)).toBe(model),
  );

  it("is the settings' own where they name one", () =>
    expect(bedrockModel({ kind: "aws", model: "x.y-v1:0" }, "eu-central-1")).toBe("x.y-v1:0"));

  it.each([
    [
      "eu.anthropic.claude-x",
      ["inference-profile/eu.anthropic.claude-x", "::foundation-model/anthropic.claude-x"],
    ],
    ["mistral.large", ["eu-west-1::foundation-model/mistral.large"]],
    [
      "arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc",
      ["application-inference-profile/abc", "::foundation-model/*"],
    ],
    ["arn:aws:bedrock:eu-west-1:1:provisioned-model/abc", ["provisioned-model/abc"]],
  ])("may be called by its ARNs: %s", (model, endings) => {
    const arns = bedrockModelArns({ kind: "aws", model }, place);
    expect(arns.map((arn, at) => arn.endsWith(endings[at] ?? "?"))).toEqual(endings.map(() => true));
  });
});
