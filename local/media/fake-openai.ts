import { setTimeout as pause } from "node:timers/promises";
import { list, record, text } from "../../lib/adapters/http/json.ts";
import { FaultPlan, withFault } from "../http/faults.ts";
import { type Answer, json, type Service, type ServiceRequest, startService } from "../http/service.ts";
import { wordsIn } from "./words-in.ts";

type Heard = { model: string; filename: string; type: string; language: string | undefined; bytes: number };
type Asked = {
  model: string;
  system: string;
  prompt: string;
  kind: "image" | "document";
  type: string;
  bytes: number;
};

const refusal = (status: number, code: string) =>
  json(status, { error: { message: "refused", type: "error", code } });

/** By the ending, as the real one does. */
const ENDINGS = /\.(?:flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/;

async function formOf({ headers, body }: ServiceRequest): Promise<FormData> {
  return new Response(new Uint8Array(body), {
    headers: { "content-type": headers["content-type"] ?? "" },
  }).formData();
}

/** Any server with OpenAI's calls. What it hears, sees and reads is `WORDS=…` in the file. */
export class FakeOpenAi {
  readonly heard: Heard[] = [];
  readonly asked: Asked[] = [];
  readonly faults = new FaultPlan();
  readonly #key: () => string | undefined;
  #service: Service | undefined;

  constructor(options: { apiKey(): string | undefined }) {
    this.#key = options.apiKey;
  }

  /** Ends before the calls' paths. */
  get url(): string {
    return `${this.#service?.url ?? ""}/v1`;
  }

  async start(): Promise<void> {
    this.#service = await startService({}, (request) => this.#answer(request));
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
  }

  async #answer(request: ServiceRequest): Promise<Answer> {
    const key = this.#key();
    if (key === undefined || request.headers.authorization !== `Bearer ${key}`)
      return refusal(401, "invalid_api_key");
    return withFault(this.faults.take(), {
      accept: async () =>
        request.path === "/v1/audio/transcriptions" ? this.#hear(await formOf(request)) : this.#read(request),
      refuse: (_, status = 429) => refusal(status, status === 429 ? "rate_limit_exceeded" : "error"),
      pause: (milliseconds) => pause(milliseconds, undefined, { ref: false }),
    });
  }

  async #hear(form: FormData): Promise<Answer> {
    const file = form.get("file");
    if (!(file instanceof File) || !ENDINGS.test(file.name)) return refusal(400, "unsupported_format");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const language = form.get("language");
    this.heard.push({
      model: String(form.get("model")),
      filename: file.name,
      type: file.type,
      language: typeof language === "string" ? language : undefined,
      bytes: bytes.length,
    });
    return json(200, { text: spoken(bytes, "a voice note") });
  }

  #read({ path, body }: ServiceRequest): Answer {
    if (path !== "/v1/chat/completions") return refusal(404, "unknown_url");
    const { model, messages } = record(JSON.parse(body.toString("utf8"))) ?? {};
    const [system, user] = list(messages).map((each) => record(each)?.content);
    const parts = list(user).map((each) => record(each));
    const image = text(record(parts.find(({ type } = {}) => type === "image_url")?.image_url)?.url);
    const document = text(record(parts.find(({ type } = {}) => type === "file")?.file)?.file_data);
    const [, type = "", data = ""] = /^data:([^;]+);base64,(.+)$/.exec(image ?? document ?? "") ?? [];
    const bytes = Buffer.from(data, "base64");
    if (bytes.length === 0) return refusal(400, "invalid_image");
    const kind = image === undefined ? "document" : "image";
    const prompt = parts.flatMap((each) => text(each?.text) ?? []).join("\n");
    this.asked.push({
      model: String(model),
      system: text(system) ?? "",
      prompt,
      kind,
      type,
      bytes: bytes.length,
    });
    const content = spoken(bytes, kind === "image" ? "a picture" : "a document");
    return json(200, {
      choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content } }],
    });
  }
}

function spoken(bytes: Uint8Array, what: string): string {
  const words = wordsIn(bytes, what);
  return words === "silence" ? "" : words;
}
