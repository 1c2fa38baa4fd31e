import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { setTimeout as pause } from "node:timers/promises";
import { list, record, text } from "../../lib/adapters/http/json.ts";
import type { TranscribeFault } from "./fake-transcribe.ts";
import { wordsIn } from "./words-in.ts";

export type Conversation = {
  model: string;
  system: string;
  prompt: string;
  kind: "image" | "document";
  format: string;
  name: string | undefined;
  bytes: number;
};

const MAX_IMAGE = 3_750_000;
const MAX_DOCUMENT = 4_500_000;
/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html */
const NAME = /^(?!.*\s\s)[A-Za-z0-9\s\-()[\]]{1,200}$/;

export type BedrockFault = TranscribeFault | { stopReason: string };

async function bodyOf(stream: ServerHttp2Stream): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString("utf8"));
}

function answer(stream: ServerHttp2Stream, status: number, json: object, error?: string): void {
  if (stream.destroyed) return;
  stream.respond({
    ":status": status,
    "content-type": "application/json",
    ...(error && { "x-amzn-errortype": error }),
  });
  stream.end(JSON.stringify(json));
}

function read(model: string, body: unknown): (Conversation & { words: string }) | undefined {
  const content = list(record(list(record(body)?.messages)[0])?.content).map((each) => record(each));
  const prompt = content.flatMap((block) => text(block?.text) ?? []).join("\n");
  const block = content.find((each) => each?.image ?? each?.document);
  const kind = block?.image ? "image" : "document";
  const part = record(block?.[kind]);
  const bytes = Buffer.from(text(record(part?.source)?.bytes) ?? "", "base64");
  const [system] = list(record(body)?.system);
  const name = text(part?.name);
  const tooLarge = bytes.length > (kind === "image" ? MAX_IMAGE : MAX_DOCUMENT);
  const badName = kind === "document" && (prompt === "" || name === undefined || !NAME.test(name));
  if (bytes.length === 0 || tooLarge || badName) return undefined;
  return {
    model,
    system: text(record(system)?.text) ?? "",
    prompt,
    kind,
    format: text(part?.format) ?? "",
    name,
    bytes: bytes.length,
    words: wordsIn(bytes, kind === "image" ? "a picture" : "a document"),
  };
}

/** Converse with one image or document and a text beside it. */
export async function answerConverse(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  { fault, keep }: { fault: BedrockFault | undefined; keep(asked: Conversation): void },
): Promise<void> {
  const model = decodeURIComponent(
    /^\/model\/([^/]+)\/converse$/.exec(headers[":path"] as string)?.[1] ?? "",
  );
  const body = await bodyOf(stream);
  if (fault === "cut") return void stream.close();
  if (fault && "error" in fault) return answer(stream, fault.status, { message: "by plan" }, fault.error);
  const asked = read(model, body);
  if (!asked || model === "")
    return answer(stream, 400, { message: "refused by the stand-in" }, "ValidationException");
  const { words, ...kept } = asked;
  keep(kept);
  if (fault && "delayMs" in fault) await pause(fault.delayMs, undefined, { ref: false });
  const stopReason = fault && "stopReason" in fault ? fault.stopReason : "end_turn";
  const message = { role: "assistant", content: [{ text: words === "silence" ? "" : words }] };
  answer(stream, 200, {
    output: { message },
    stopReason,
    usage: { inputTokens: 900, outputTokens: 60, totalTokens: 960 },
    metrics: { latencyMs: 1 },
  });
}
