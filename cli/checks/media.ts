import { setTimeout as pause } from "node:timers/promises";
import type { EngineResult, MediaEngine } from "../../lib/application/ports/media-engine.ts";
import { bedrockModel } from "../../lib/config/derived/bedrock-model.ts";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import { mediaModesOf } from "../../lib/config/settings/media-settings.ts";
import { type Finding, ok, problem, skipped, warning } from "../../lib/domain/health/finding.ts";
import type { MediaWork } from "../../lib/domain/media/media-task.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import { connectEngine } from "../../lib/understanding/connect.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Io } from "../io.ts";
import { greySquare, silentVoiceNote } from "./tiny-files.ts";

const TIMEOUT_MS = 30 * SECOND_MS;

/** Of the stack: the region is in its id. */
const regionOf = ({ stack }: Cloud) => /^arn:[a-z-]+:cloudformation:([a-z0-9-]+):/.exec(stack?.id ?? "")?.[1];

type Ask = (engine: MediaEngine, deadline: number) => Promise<EngineResult>;
const ASKS: Readonly<Record<"voice" | "model", Ask>> = {
  voice: (engine, deadline) =>
    engine.transcribe({ bytes: silentVoiceNote(), type: "audio/ogg; codecs=opus" }, ["en-US"], deadline),
  model: (engine, deadline) => engine.describe({ bytes: greySquare(), type: "image/png" }, "en-US", deadline),
};

const NAMES: Readonly<Record<MediaWork, string>> = {
  transcribe: "voice notes",
  describe: "photos",
  read: "documents",
};

type Open = (options: Parameters<typeof connectEngine>[0]) => Promise<MediaEngine>;

/**
 * Without `asks` nothing is called. With it the engine gets a tiny voice note and a tiny picture, with the
 * caller's own rights and not the worker's.
 */
export async function checkMedia(
  io: Pick<Io, "fetch" | "clock">,
  cloud: Cloud,
  secrets: Pick<Secrets, "media">,
  asks: boolean,
  open: Open = connectEngine,
): Promise<Finding[]> {
  const check = "media.engine";
  const { media } = cloud.settings;
  const modes = mediaModesOf(media);
  if (modes.size === 0) return [];
  const region = (media.engine.kind === "aws" && media.engine.region) || regionOf(cloud);
  const by =
    media.engine.kind === "openai"
      ? media.engine.apiUrl
      : `Amazon's engine (${region ? bedrockModel(media.engine, region) : "the region's model"})`;
  const what = `${[...modes].map((mode) => NAMES[mode]).join(", ")} by ${by}`;
  if (cloud.local) return [skipped(check, `Understands ${what}: a stand-in on this machine.`)];
  if (!asks)
    return [skipped(check, `Understands ${what}. Not asked: doctor --media does, for about a cent.`)];
  if (media.engine.kind === "aws" && !region) return [skipped(check, "The stack's region is not known.")];
  const engine = await open({
    engine: media.engine,
    secrets: async () => secrets,
    invalidateSecrets: () => undefined,
    fetch: io.fetch,
    clock: io.clock,
    pause: (milliseconds) => pause(milliseconds),
    region: region ?? "",
  });
  const needed = [
    ...(modes.has("transcribe") ? (["voice"] as const) : []),
    ...(modes.has("describe") || modes.has("read") ? (["model"] as const) : []),
  ];
  return Promise.all(
    needed.map(async (name) => finding(name, await ASKS[name](engine, io.clock.now() + TIMEOUT_MS), by)),
  );
}

const FIXES: Readonly<Record<"voice" | "model", string>> = {
  voice: "Does Transcribe stream in this region? Else set media.engine.region: docs/media.md#engines",
  model:
    "Is the model enabled in this account, and is there such a profile in this region? Set media.engine.model or region: docs/media.md#engines",
};

function finding(name: "voice" | "model", result: EngineResult, by: string): Finding {
  const check = `media.${name}`;
  const what = name === "voice" ? "a voice note" : "a picture";
  if (result.kind === "understood") return ok(check, `Took ${what}: ${by}.`);
  const evidence = `Did not take ${what} (${result.code}): ${by}.`;
  return result.reason === "refused"
    ? problem(check, evidence, FIXES[name])
    : warning(check, evidence, "Try again in a minute; customers are asked to write meanwhile.");
}
