import { list, record, text } from "../../adapters/http/json.ts";
import { request } from "../../adapters/http/request.ts";
import type { EngineFile, EngineResult, MediaEngine } from "../../application/ports/media-engine.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { free, maybePaid } from "../failure.ts";
import { describePrompt, MAX_TOKENS, READ_PROMPT, SYSTEM_PROMPT } from "../prompts.ts";
import { type Multipart, multipart } from "./multipart.ts";
import { openAiFailure } from "./openai-failure.ts";

export type OpenAiOptions = {
  fetch: typeof fetch;
  clock: Clock;
  apiUrl: string;
  transcriptionModel: string;
  visionModel: string;
  /** `undefined`: the secret has none. */
  apiKey(): Promise<string | undefined>;
  /** Or there is none: somebody may have changed the secret. */
  onKeyRefused(): void;
};

/** The server goes by the name's ending, and refuses ".opus". */
const AUDIO: Readonly<Record<string, string>> = {
  "audio/ogg; codecs=opus": "voice.ogg",
  "audio/mpeg": "audio.mp3",
  "audio/mp4": "audio.m4a",
  "audio/x-m4a": "audio.m4a",
  "video/mp4": "audio.mp4",
  "audio/wav": "audio.wav",
  "audio/flac": "audio.flac",
  "audio/x-flac": "audio.flac",
  "audio/webm": "audio.webm",
  "video/webm": "audio.webm",
};
const IMAGES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const PDF = "application/pdf";

const MAX_MS = 60_000;

const asJson = (value: object) => ({ body: JSON.stringify(value), contentType: "application/json" });

const base64 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/** Any server with OpenAI's calls: https://developers.openai.com/api/reference/resources/chat */
export function openAiEngine(options: OpenAiOptions): MediaEngine {
  const { fetch, clock, apiUrl, transcriptionModel, visionModel, apiKey, onKeyRefused } = options;

  async function post(
    path: string,
    { body, contentType }: Multipart | { body: string; contentType: string },
    deadline: number,
    read: (json: unknown) => EngineResult,
  ): Promise<EngineResult> {
    const key = await apiKey().catch(() => undefined);
    if (key === undefined) {
      onKeyRefused();
      return free("refused", "no_api_key");
    }
    const result = await request({
      fetch,
      clock,
      url: `${apiUrl}${path}`,
      headers: { authorization: `Bearer ${key}`, "content-type": contentType },
      body,
      timeoutMs: MAX_MS,
      deadline,
    });
    if (result.kind === "response" && result.status === 401) onKeyRefused();
    const succeeded = result.kind === "response" && result.status >= 200 && result.status < 300;
    return succeeded ? read(result.json) : openAiFailure(result);
  }

  const ask = (part: object, prompt: string, maxTokens: number, deadline: number) =>
    post(
      "/chat/completions",
      asJson({
        model: visionModel,
        max_completion_tokens: maxTokens,
        messages: [
          { role: "system", content: SYSTEM_PROMPT },
          { role: "user", content: [part, { type: "text", text: prompt }] },
        ],
      }),
      deadline,
      readCompletion,
    );

  return {
    accepts: {
      transcribe: { types: new Set(Object.keys(AUDIO)), maxBytes: 16 * 1024 * 1024 },
      describe: { types: new Set(IMAGES), maxBytes: 5 * 1024 * 1024 },
      read: { types: new Set([PDF]), maxBytes: 8 * 1024 * 1024 },
    },
    transcribe: ({ bytes, type }, languages, deadline) => {
      // One candidate is no question.
      const [only, another] = languages;
      const known = only !== undefined && another === undefined;
      const fields = {
        model: transcriptionModel,
        response_format: "json",
        ...(known && { language: only.slice(0, 2) }),
      };
      const file = { name: AUDIO[type] ?? "audio", type: type.split(";")[0] ?? type, bytes };
      return post("/audio/transcriptions", multipart(fields, file), deadline, readTranscription);
    },
    describe: ({ bytes, type }: EngineFile, language, deadline) =>
      ask(
        { type: "image_url", image_url: { url: `data:${type};base64,${base64(bytes)}` } },
        describePrompt(language),
        MAX_TOKENS.describe,
        deadline,
      ),
    read: ({ bytes, type }, deadline) =>
      ask(
        {
          type: "file",
          file: { filename: "document.pdf", file_data: `data:${type};base64,${base64(bytes)}` },
        },
        READ_PROMPT,
        MAX_TOKENS.read,
        deadline,
      ),
  };
}

function readTranscription(json: unknown): EngineResult {
  const answer = record(json);
  if (typeof answer?.text !== "string") return maybePaid("unavailable", "unreadable_answer");
  const language = text(answer.language);
  // Some servers give the name, "german".
  const isCode = language !== undefined && /^[a-z]{2}(?:-[A-Z]{2})?$/.test(language);
  return { kind: "understood", text: answer.text, ...(isCode && { language }) };
}

function readCompletion(json: unknown): EngineResult {
  const choice = record(list(record(json)?.choices)[0]);
  const message = record(choice?.message);
  if (choice?.finish_reason === "content_filter" || text(message?.refusal))
    return maybePaid("refused", "refusal");
  if (typeof message?.content !== "string") return maybePaid("unavailable", "unreadable_answer");
  return {
    kind: "understood",
    text: message.content,
    ...(choice?.finish_reason === "length" && { cut: true }),
  };
}
