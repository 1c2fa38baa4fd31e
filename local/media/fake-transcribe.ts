import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { setTimeout as pause } from "node:timers/promises";
import { oggOpusSeconds } from "../../lib/domain/media/ogg-opus.ts";
import { readMessages, writeMessage } from "./event-stream.ts";
import { wordsIn } from "./words-in.ts";

export type Transcription = {
  languages: readonly string[];
  encoding: string;
  sampleRate: string;
  chunks: readonly number[];
  bytes: number;
};

export type TranscribeFault =
  | { delayMs: number }
  | { error: string; status: number }
  | "cut"
  | { errorEvent: string };

const textOf = (value: string | string[] | undefined) => [value].flat()[0] ?? "";

function refuse(stream: ServerHttp2Stream, status: number, error: string): void {
  stream.respond({ ":status": status, "content-type": "application/json", "x-amzn-errortype": error });
  stream.end(JSON.stringify({ Message: `${error}: refused by the stand-in` }));
}

const event = (type: "event" | "exception", name: string, json: object) =>
  writeMessage({
    headers: {
      ":message-type": type,
      [type === "event" ? ":event-type" : ":exception-type"]: name,
      ":content-type": "application/json",
    },
    payload: Buffer.from(JSON.stringify(json)),
  });

/** Unwraps the signed messages around the events. An empty one ends the stream. */
async function receive(stream: ServerHttp2Stream): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  let left: Buffer = Buffer.alloc(0);
  for await (const part of stream as AsyncIterable<Buffer>) {
    const { messages, rest } = readMessages(Buffer.concat([left, part]));
    left = rest;
    for (const { payload: signed } of messages)
      for (const { headers, payload } of readMessages(signed).messages)
        if (headers[":event-type"] === "AudioEvent" && payload.length > 0) chunks.push(payload);
  }
  return chunks;
}

/**
 * StartStreamTranscription, as far as documented: Ogg Opus with one language; identification among several only
 * for PCM and FLAC, unless `identifiesOpus`.
 */
export async function answerTranscription(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  {
    fault,
    identifiesOpus,
    keep,
  }: { fault: TranscribeFault | undefined; identifiesOpus: boolean; keep(heard: Transcription): void },
): Promise<void> {
  const of = (name: string) => textOf(headers[`x-amzn-transcribe-${name}`]);
  const identifies = of("identify-language") === "true";
  const languages = identifies ? of("language-options").split(",") : [of("language-code")];
  if (fault === "cut") return void stream.close();
  if (fault && "error" in fault) return refuse(stream, fault.status, fault.error);
  if (of("media-encoding") !== "ogg-opus" || !(Number(of("sample-rate")) >= 8_000))
    return refuse(stream, 400, "BadRequestException");
  if (identifies && (languages.length < 2 || !identifiesOpus))
    return refuse(stream, 400, "BadRequestException");
  stream.respond({ ":status": 200, "content-type": "application/vnd.amazon.eventstream" });
  const chunks = await receive(stream);
  const audio = Buffer.concat(chunks);
  keep({
    languages,
    encoding: of("media-encoding"),
    sampleRate: of("sample-rate"),
    chunks: chunks.map(({ length }) => length),
    bytes: audio.length,
  });
  if (fault && "delayMs" in fault) await pause(fault.delayMs, undefined, { ref: false });
  if (fault && "errorEvent" in fault)
    return void stream.end(event("exception", fault.errorEvent, { Message: "by plan" }));
  if (stream.destroyed) return;
  const seconds = oggOpusSeconds(audio);
  if (seconds === undefined)
    return void stream.end(event("exception", "BadRequestException", { Message: "not Ogg Opus" }));
  const words = wordsIn(audio, "a voice note");
  const result = (IsPartial: boolean, Transcript: string) =>
    event("event", "TranscriptEvent", {
      Transcript: {
        Results: [
          {
            ResultId: "1",
            StartTime: 0,
            EndTime: seconds,
            IsPartial,
            ...(identifies && { LanguageCode: languages[0] }),
            Alternatives: [
              {
                Transcript,
                Items: [
                  { Type: "pronunciation", Content: Transcript, Confidence: 0.9 },
                  { Type: "punctuation", Content: "." },
                ],
              },
            ],
          },
        ],
      },
    });
  stream.write(result(true, words.slice(0, Math.ceil(words.length / 2))));
  if (words !== "silence") stream.write(result(false, words));
  stream.end();
}
