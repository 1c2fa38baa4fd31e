import { cutText } from "../../domain/media/cut-text.ts";
import type { MediaModes, MediaTask, MediaWork } from "../../domain/media/media-task.ts";
import { oggOpusSeconds } from "../../domain/media/ogg-opus.ts";
import type { UnderstandingFailure, Understood } from "../../domain/media/understood.ts";
import type { EngineFile, EngineResult, MediaEngine } from "../ports/media-engine.ts";
import type { MediaFiles } from "../ports/media-files.ts";
import type { Clock } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import type { MediaUnderstanding } from "../ports/understanding.ts";
import { callEngine } from "./call-engine.ts";
import { chooseWork } from "./choose-work.ts";
import { fetchFailure } from "./fetch-failure.ts";
import type { LookAtFile } from "./file-look.ts";
import { type MemoryBudget, memoryBudget } from "./memory-budget.ts";

/**
 * One of the largest voice notes, and smaller files beside it: an engine makes two more copies of a file, and what was
 * dropped is not freed at once. With this ten files of 16 MB take less than 300 MB (test/understanding/memory.test.ts).
 */
const MAX_HELD_BYTES = 24 * 1024 * 1024;

/** Read here, without an engine. */
const MAX_TEXT_BYTES = 4_500_000;

/** Not worth calling an engine with less. */
const LEAST_MS = 1_500;

export type UnderstandingDeps = {
  modes: MediaModes;
  timeoutMs: number;
  files: MediaFiles;
  engine: MediaEngine;
  look: LookAtFile;
  clock: Clock;
  telemetry: Telemetry;
  pause(ms: number): Promise<unknown>;
  /** Such as "de-DE", the likeliest first. */
  languagesFor(...who: Parameters<LanguagesFor>): readonly string[];
};
type LanguagesFor = (
  number: Parameters<MediaUnderstanding["understand"]>[0],
  customer: Parameters<MediaUnderstanding["understand"]>[3],
) => readonly string[];

type Failure = { kind: "failed"; reason: UnderstandingFailure; code: string };
/** `paid`: by what; absent when nothing was given to the engine. */
type Ending = { result: EngineResult | Failure; work: MediaWork; paid?: { seconds: number } };

/** Amazon Transcribe bills no shorter stream: https://aws.amazon.com/transcribe/pricing/ */
const LEAST_BILLED_SECONDS = 15;

/** Failures that another file would not have had. */
const OF_THE_FILE: ReadonlySet<UnderstandingFailure> = new Set([
  "gone",
  "too-large",
  "wrong-type",
  "nothing",
]);

export function mediaUnderstanding(deps: UnderstandingDeps): MediaUnderstanding {
  const memory = memoryBudget(MAX_HELD_BYTES);
  const { modes, timeoutMs } = deps;
  return {
    modes,
    timeoutMs,
    async understand(number, task, deadline, customer) {
      const startedAt = deps.clock.now();
      const languages = () => deps.languagesFor(number, customer);
      const ending = await understandFile(deps, memory, number, task, languages, deadline).catch(
        (): Ending => ({ result: failure("unavailable", "crash"), work: task.work }),
      );
      const understood = stored(ending.result);
      report(deps, ending, understood, startedAt);
      return understood;
    },
  };
}

const failure = (reason: UnderstandingFailure, code: string): Failure => ({ kind: "failed", reason, code });

async function understandFile(
  deps: UnderstandingDeps,
  memory: MemoryBudget,
  number: Parameters<LanguagesFor>[0],
  task: MediaTask,
  languages: () => readonly string[],
  deadline: number,
): Promise<Ending> {
  const { files, engine, modes, look, clock } = deps;
  const { work } = task;
  const maxBytes = maxBytesFor(work, deps);
  const held = await memory.reserve(maxBytes);
  try {
    if (deadline - clock.now() < LEAST_MS) return { result: failure("timeout", "no_time"), work };
    const file = await files.fetchMedia(number, task.mediaId, { maxBytes, deadline }).catch(fetchFailure);
    if ("reason" in file) return { result: failure(file.reason, file.code), work };
    const { bytes } = file;
    held.shrinkTo(bytes.byteLength);
    const seen = await look(bytes);
    if (work === "read" && seen.text !== undefined)
      return { result: { kind: "understood", text: seen.text }, work };
    const chosen = chooseWork(work, seen, { bytes: bytes.byteLength, modes, accepts: engine.accepts });
    if ("reason" in chosen) return { result: failure(chosen.reason, chosen.code), work };
    return await askEngine(deps, chosen.work, { bytes, type: seen.type }, languages(), deadline);
  } finally {
    held.release();
  }
}

function maxBytesFor(work: MediaWork, { engine: { accepts }, modes }: UnderstandingDeps): number {
  if (work !== "read") return accepts[work].maxBytes;
  const image = modes.has("describe") ? accepts.describe.maxBytes : 0;
  return Math.max(accepts.read.maxBytes, MAX_TEXT_BYTES, image);
}

async function askEngine(
  deps: UnderstandingDeps,
  work: MediaWork,
  file: EngineFile,
  languages: readonly string[],
  deadline: number,
): Promise<Ending> {
  const { engine, clock } = deps;
  if (deadline - clock.now() < LEAST_MS) return { result: failure("timeout", "no_time"), work };
  const calls: Record<MediaWork, () => Promise<EngineResult>> = {
    transcribe: () => engine.transcribe(file, languages, deadline),
    describe: () => engine.describe(file, languages[0] ?? "en-US", deadline),
    read: () => engine.read(file, deadline),
  };
  const result = await callEngine(deps, calls[work], deadline);
  const isFree = result.kind === "failed" && result.free;
  const seconds = work === "transcribe" ? (oggOpusSeconds(file.bytes) ?? 0) : 0;
  return { result, work, ...(!isFree && { paid: { seconds } }) };
}

function stored(result: EngineResult | Failure): Understood {
  if (result.kind === "failed") return { kind: "failed", reason: result.reason };
  const { kind, text, cut: stopped, ...known } = result;
  const { text: kept, cut = stopped } = cutText(text.trim());
  if (kept === "") return { kind: "failed", reason: "nothing" };
  return { kind, text: kept, ...known, ...(cut && { cut }) };
}

const COUNTS: Readonly<Record<"describe" | "read", "ImagesDescribed" | "DocumentsRead">> = {
  describe: "ImagesDescribed",
  read: "DocumentsRead",
};

function report(
  { telemetry, clock }: UnderstandingDeps,
  { result, work, paid }: Ending,
  understood: Understood,
  startedAt: number,
): void {
  const milliseconds = Math.round(clock.now() - startedAt);
  if (paid)
    if (work === "transcribe")
      telemetry.count("VoiceSeconds", Math.max(LEAST_BILLED_SECONDS, Math.ceil(paid.seconds)));
    else telemetry.count(COUNTS[work]);
  if (understood.kind === "understood") {
    const characters = understood.text.length;
    telemetry.info("media.understood", { work, milliseconds, characters, paid: paid !== undefined });
    return;
  }
  const { reason } = understood;
  telemetry.count("MediaNotUnderstood", 1, { reason });
  const facts = { work, reason, milliseconds, code: result.kind === "failed" ? result.code : "empty" };
  if (OF_THE_FILE.has(reason)) telemetry.info("media.not-understood", facts);
  else telemetry.warn("media.failed", facts);
}
