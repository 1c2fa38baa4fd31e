import { expect, it } from "@jest/globals";
import { thousandMessagesUsd, workerUsd } from "../../../bench/queue-model/cost.ts";
import { runModel } from "../../../bench/queue-model/model.ts";
import { AS_DEPLOYED } from "../../../bench/queue-model/scenarios.ts";
import { workerMegabytes } from "../../../infra/constructs/functions/worker-memory.ts";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import type { SettingsFile } from "../../../lib/config/settings/settings.ts";
import { DEMO_MEDIA, DEMO_SETTINGS } from "../../../local/demo.ts";

const megabytes = (media: SettingsFile["media"]) =>
  workerMegabytes(completeSettings({ ...DEMO_SETTINGS, media }, "the settings"));

it("1,000 answered messages cost at most 0.05 USD at one a second", () => {
  const { counted, time } = runModel({ ...AS_DEPLOYED, seconds: 3_600 });
  expect(thousandMessagesUsd(time.busySeconds / counted.arrived, megabytes(undefined))).toBeLessThan(0.05);
});

it("a worker that hears voice notes, sees photos or reads documents has more memory", () => {
  expect(megabytes(DEMO_MEDIA)).toBe(512);
  expect(megabytes({ voice: "transcribe" })).toBe(512);
  expect(megabytes(undefined)).toBe(384);
});

it("the worker costs its memory for as long as it runs", () => {
  expect(workerUsd(5.5, 512)).toBeCloseTo(0.0367, 4);
});
