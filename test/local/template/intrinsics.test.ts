import { describe, expect, it } from "@jest/globals";
import { evaluated, type Names, TemplateProblem } from "../../../local/template/intrinsics.ts";

const NAMES: Names = {
  ref: (name) => ({ "AWS::Region": "eu-west-1", Queue: "http://sqs/turns" })[name] ?? `ref of ${name}`,
  attribute: (resource, attribute) => `${attribute} of ${resource}`,
};
const WHERE = "WorkerFunction12345678 (AWS::Lambda::Function)";
/** Fn::Sub's own sign would look like a template literal. */
const sub = (text: string) => text.replaceAll("#", "$");
const value = (of: unknown) => evaluated(of, NAMES, WHERE);

describe("a template's intrinsic functions", () => {
  it.each<[unknown, unknown]>([
    ["plain", "plain"],
    [7, 7],
    [{ Ref: "AWS::Region" }, "eu-west-1"],
    [{ "Fn::GetAtt": ["Queue", "Arn"] }, "Arn of Queue"],
    [{ "Fn::GetAtt": ["Nested", "Outputs.Url"] }, "Outputs.Url of Nested"],
    [{ "Fn::GetAtt": "Queue.Arn" }, "Arn of Queue"],
    [{ "Fn::Join": ["-", ["a", { Ref: "AWS::Region" }, 3]] }, "a-eu-west-1-3"],
    [
      { "Fn::Sub": sub("at #{AWS::Region}: #{Queue}, #{Queue.Arn}, #{!literal}") },
      sub("at eu-west-1: http://sqs/turns, Arn of Queue, #{literal}"),
    ],
    [
      { "Fn::Sub": [sub("#{Own} and #{AWS::Region}"), { Own: { Ref: "Queue" } }] },
      "http://sqs/turns and eu-west-1",
    ],
    [{ "Fn::Select": [1, ["a", "b"]] }, "b"],
    [{ "Fn::Select": ["0", { "Fn::Split": ["//", { Ref: "Queue" }] }] }, "http:"],
    [{ "Fn::Split": ["-", { Ref: "AWS::Region" }] }, ["eu", "west", "1"]],
  ])("evaluate %j", (given, expected) => {
    expect(value(given)).toEqual(expected);
  });

  it("are found wherever they stand", () => {
    const policy = {
      Rules: [{ target: { "Fn::GetAtt": ["Queue", "Arn"] }, count: 3 }],
      Ref: "of two",
      Other: true,
    };
    expect(value(policy)).toEqual({
      Rules: [{ target: "Arn of Queue", count: 3 }],
      Ref: "of two",
      Other: true,
    });
  });

  it("leave out what has no value", () => {
    expect(value({ a: { Ref: "AWS::NoValue" }, b: [1, { Ref: "AWS::NoValue" }, 2] })).toEqual({ b: [1, 2] });
  });

  it.each<[string, unknown, string]>([
    [
      "a function that is not known",
      { "Fn::If": ["Condition", 1, 2] },
      "Fn::If is not known here: add it to local/template/intrinsics.ts",
    ],
    [
      "a known one around an unknown one",
      { "Fn::Join": ["", [{ "Fn::ImportValue": "x" }]] },
      "Fn::ImportValue is not known here",
    ],
    ["a list that ends too early", { "Fn::Select": [2, ["a", "b"]] }, "Fn::Select finds nothing at 2"],
    ["an invalid text", { "Fn::Join": ["", [{ a: 1 }]] }, 'a text is needed in the place of {"a":1}'],
    ["an invalid list", { "Fn::Split": "x" }, 'a list is needed in the place of "x"'],
  ])("refuse %s, and name where it stands", (_, given, problem) => {
    expect(() => value(given)).toThrow(TemplateProblem);
    expect(() => value(given)).toThrow(`${WHERE}: ${problem}`);
  });
});
