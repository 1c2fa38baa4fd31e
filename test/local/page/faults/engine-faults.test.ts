import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { MediaEngine } from "../../../../lib/application/ports/media-engine.ts";
import { awsEngine } from "../../../../lib/understanding/aws/engine.ts";
import { openAiEngine } from "../../../../lib/understanding/openai/engine.ts";
import type { Engines } from "../../../../local/media/engines.ts";
import { FakeAwsMedia } from "../../../../local/media/fake-aws-media.ts";
import { FakeOpenAi } from "../../../../local/media/fake-openai.ts";
import { breakEngines } from "../../../../local/page/faults/engine-faults.ts";
import { aJpeg } from "../../../support/media-fixtures.ts";

const clock = { now: Date.now };
const photo = { bytes: aJpeg(), type: "image/jpeg" };

describe("the engines that the page breaks", () => {
  let engines: Engines;
  let asked: readonly MediaEngine[];
  beforeEach(async () => {
    engines = { awsMedia: new FakeAwsMedia(), openAi: new FakeOpenAi({ apiKey: () => "k" }) };
    await engines.awsMedia.start();
    await engines.openAi.start();
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    asked = [
      awsEngine({
        model: "us.amazon.nova-2-lite-v1:0",
        clock,
        pause: async () => undefined,
        config: { region: "us-east-1", endpoint: engines.awsMedia.url, credentials },
      }),
      openAiEngine({
        fetch,
        clock,
        apiUrl: engines.openAi.url,
        transcriptionModel: "t",
        visionModel: "v",
        apiKey: async () => "k",
        onKeyRefused: () => undefined,
      }),
    ];
  });
  afterEach(async () => {
    await engines.awsMedia.stop();
    await engines.openAi.stop();
  });
  const results = (milliseconds = 10_000) =>
    Promise.all(asked.map((engine) => engine.describe(photo, "en-US", Date.now() + milliseconds)));

  it.each([
    ["busy", { reason: "unavailable", free: true }, undefined],
    ["down", { reason: "unavailable", free: false }, undefined],
    ["slow", { reason: "timeout", free: false }, 1_000],
  ] as const)("fail like it, until they are well again: %s", async (how, expected, milliseconds) => {
    breakEngines(engines, how);
    for (const result of await results(milliseconds)) expect(result).toMatchObject(expected);
    breakEngines(engines, undefined);
    for (const result of await results()) expect(result).toMatchObject({ text: "a red lamp" });
  });
});
