import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { build } from "../../infra/bundles/esbuild.ts";

/** Ten voice notes of 16 MB at once, each a copy of its own as from a network, to an engine that takes a while. */
const SCRIPT = `
import { lookAtFile } from "./lib/adapters/files/look-at-file.ts";
import { mediaUnderstanding } from "./lib/application/media/understand.ts";
import { openAiEngine } from "./lib/understanding/openai/engine.ts";
import { anOggVoice } from "./test/support/media-fixtures.ts";

const limit = 16 * 1024 * 1024;
const file = anOggVoice({ bytes: limit - 10_000 });
let peak = 0;
const measure = () => { peak = Math.max(peak, process.memoryUsage().rss); };
const clock = { now: Date.now };
const telemetry = { info() {}, warn() {}, error() {}, count() {} };
const fetch = async (_url, { body }) => {
  for await (const _ of new Response(body).body) measure();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return Response.json({ text: "hello" });
};
const engine = openAiEngine({ fetch, clock, apiUrl: "http://x", transcriptionModel: "w", visionModel: "v", apiKey: async () => "k", onKeyRefused() {} });
const understanding = mediaUnderstanding({
  modes: new Set(["transcribe"]), timeoutMs: 60_000, engine, look: lookAtFile, clock, telemetry,
  files: { fetchMedia: async () => ({ bytes: file.slice() }) },
  pause: async () => {}, languagesFor: () => ["en-US"],
});
const before = process.memoryUsage().rss;
const found = await Promise.all(Array.from({ length: 10 }, (_, at) =>
  understanding.understand("support", { index: 0, work: "transcribe", mediaId: String(at) }, Date.now() + 60_000, {})));
measure();
console.log(JSON.stringify({ before, peak, understood: found.filter(({ kind }) => kind === "understood").length }));
`;

it("ten files of 16 MB at once take no more than 300 MB", async () => {
  const { outputFiles } = await build({
    stdin: { contents: SCRIPT, resolveDir: process.cwd(), loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    mainFields: ["module", "main"],
    // For packages in CommonJS, as in the functions' bundles.
    banner: { js: 'import{createRequire as make}from"node:module";const require=make(import.meta.url);' },
  });
  const path = join(process.env.TEST_RUN_FOLDER ?? ".", "memory.mjs");
  writeFileSync(path, outputFiles[0]?.contents ?? "");
  const run = (): { before: number; peak: number; understood: number } =>
    JSON.parse(execFileSync(process.execPath, [path], { encoding: "utf8" }));
  // A collector that comes late on a busy machine adds to the peak, and nothing takes from it: the lowest counts.
  const results = [run(), run(), run()];
  expect(results.map(({ understood }) => understood)).toEqual([10, 10, 10]);
  expect(Math.min(...results.map(({ peak }) => peak)) / 1024 ** 2).toBeLessThan(300);
  for (const { peak, before } of results) expect(peak).toBeGreaterThan(before);
});
