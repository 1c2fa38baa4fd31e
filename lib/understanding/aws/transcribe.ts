import {
  type AudioStream,
  LanguageCode,
  type Result,
  StartStreamTranscriptionCommand,
  TranscribeStreamingClient,
  type TranscribeStreamingClientConfig,
} from "@aws-sdk/client-transcribe-streaming";
import { awsClient } from "../../adapters/aws/client.ts";
import type { EngineFailure, EngineFile, EngineResult } from "../../application/ports/media-engine.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { oggOpusSeconds } from "../../domain/media/ogg-opus.ts";
import { free } from "../failure.ts";
import { awsFailure } from "./aws-failure.ts";
import { type Heard, heardOf } from "./heard.ts";
import { paced, speedFor } from "./pace.ts";

type Options = { clock: Clock; pause(ms: number): Promise<unknown>; config: TranscribeStreamingClientConfig };

/** WhatsApp records with 48 kHz or tells Opus, which knows no other rate. */
const SAMPLE_RATE = 48_000;

const KNOWN: ReadonlySet<string> = new Set(Object.values(LanguageCode));

const say = () => undefined;
/** The SDK would write a line of its own for each refusal. */
const SILENT = { debug: say, info: say, warn: say, error: say };

type Spoken =
  | { LanguageCode: LanguageCode }
  | { IdentifyLanguage: true; LanguageOptions: string; PreferredLanguage: LanguageCode };

const known = (languages: readonly string[]) =>
  languages.filter((each): each is LanguageCode => KNOWN.has(each));

/**
 * Ogg Opus goes in as it is. Its documentation has language identification for PCM and FLAC only: it is tried,
 * and after a refusal the likeliest language is taken.
 * https://docs.aws.amazon.com/transcribe/latest/dg/lang-id-stream.html
 */
export function transcribe({ clock, pause, config }: Options) {
  const client = awsClient(TranscribeStreamingClient, "media", { logger: SILENT, ...config });
  let identifies = true;

  async function listen(
    file: EngineFile,
    spoken: Spoken,
    speed: number,
    deadline: number,
  ): Promise<EngineResult> {
    const heard: Heard[] = [];
    const signal = AbortSignal.timeout(Math.max(1, deadline - clock.now()));
    try {
      const { TranscriptResultStream: events } = await client.send(
        new StartStreamTranscriptionCommand({
          ...spoken,
          MediaEncoding: "ogg-opus",
          MediaSampleRateHertz: SAMPLE_RATE,
          AudioStream: audio(file, speed, signal),
        }),
        { abortSignal: signal },
      );
      for await (const { TranscriptEvent } of events ?? [])
        heard.push(...final(TranscriptEvent?.Transcript?.Results).map(heardOf));
      // The end of the time may look like the end of the stream.
      return signal.aborted ? unfinished(heard, awsFailure(undefined, true)) : understood(heard);
    } catch (error) {
      return unfinished(heard, awsFailure(error, signal.aborted));
    }
  }

  async function* audio(
    { bytes }: EngineFile,
    speed: number,
    signal: AbortSignal,
  ): AsyncGenerator<AudioStream> {
    for await (const AudioChunk of paced(bytes, oggOpusSeconds(bytes) ?? 0, speed, pause)) {
      if (signal.aborted) return;
      yield { AudioEvent: { AudioChunk } };
    }
    // An empty chunk ends the audio.
    yield { AudioEvent: { AudioChunk: new Uint8Array() } };
  }

  return async (file: EngineFile, languages: readonly string[], deadline: number): Promise<EngineResult> => {
    const heard = async (spoken: Spoken) => {
      const speed = speedFor(oggOpusSeconds(file.bytes) ?? 0, deadline - clock.now());
      return speed === "too-long" ? free("too-large", "too_long") : listen(file, spoken, speed, deadline);
    };
    const [first, ...others] = known(languages);
    if (!first) return free("refused", "no_known_language");
    if (others.length === 0 || !identifies) return heard({ LanguageCode: first });
    const LanguageOptions = [first, ...others].join(",");
    const identified = await heard({ IdentifyLanguage: true, LanguageOptions, PreferredLanguage: first });
    if (!isBadRequest(identified)) return identified;
    const result = await heard({ LanguageCode: first });
    // Otherwise the file is bad.
    if (!isBadRequest(result)) identifies = false;
    return result;
  };
}

/** What was heard until then is paid. */
const unfinished = (heard: readonly Heard[], failure: EngineFailure): EngineResult =>
  heard.length > 0 ? { ...understood(heard), cut: true } : failure;

const isBadRequest = (result: EngineResult) =>
  result.kind === "failed" && result.code === "BadRequestException";

const final = (results: readonly Result[] = []) => results.filter(({ IsPartial }) => IsPartial === false);

function understood(heard: readonly Heard[]): EngineResult & { kind: "understood" } {
  const sure = heard.flatMap(({ confidences }) => confidences);
  const language = heard.find((each) => each.language)?.language;
  return {
    kind: "understood",
    text: heard.map(({ text }) => text).join(" "),
    ...(language && { language }),
    ...(sure.length > 0 && { confidence: sure.reduce((sum, each) => sum + each, 0) / sure.length }),
  };
}
