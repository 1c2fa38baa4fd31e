import { createServer, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import { FaultPlan } from "../http/faults.ts";
import { isLoopbackHost } from "../http/hosts.ts";
import { answerConverse, type BedrockFault, type Conversation } from "./fake-bedrock.ts";
import { answerTranscription, type TranscribeFault, type Transcription } from "./fake-transcribe.ts";

/** `model`: of Bedrock. */
export type MediaCall = { action: string; accessKey: string; model?: string };

/**
 * Amazon Transcribe streaming and Bedrock on loopback, over HTTP/2 without TLS as the SDK speaks it to an http
 * endpoint. What they hear, see and read comes from the file itself: `WORDS=…` in it.
 */
export class FakeAwsMedia {
  readonly transcriptions: Transcription[] = [];
  readonly conversations: Conversation[] = [];
  /** Refused ones, too. */
  readonly calls: MediaCall[] = [];
  onCall: ((call: MediaCall) => void) | undefined;
  readonly faults = { transcribe: new FaultPlan<TranscribeFault>(), bedrock: new FaultPlan<BedrockFault>() };
  /** Its documentation says no. */
  identifiesOpus = false;
  #server: Http2Server | undefined;
  readonly #sessions = new Set<{ destroy(): void }>();

  url = "";

  async start(): Promise<void> {
    const server = createServer();
    server.on("session", (session) => {
      this.#sessions.add(session);
      session.on("close", () => this.#sessions.delete(session));
      session.on("error", () => session.destroy());
    });
    server.on("stream", (stream, headers) => {
      // A caller who gives up is no failure of ours.
      stream.on("error", () => stream.close());
      this.#answer(stream, headers).catch(() => stream.close());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    this.#server = server;
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    await new Promise<void>((resolve) => (this.#server ? this.#server.close(() => resolve()) : resolve()));
  }

  #note(call: MediaCall): void {
    this.calls.push(call);
    this.onCall?.(call);
  }

  async #answer(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const path = String(headers[":path"]);
    const accessKey = /Credential=([^/]+)\//.exec(String(headers.authorization))?.[1];
    if (!isLoopbackHost(String(headers[":authority"] ?? headers.host)) || accessKey === undefined) {
      stream.respond({ ":status": 403 });
      stream.end();
      return;
    }
    if (path === "/stream-transcription") {
      this.#note({ action: "transcribe:StartStreamTranscription", accessKey });
      await answerTranscription(stream, headers, {
        fault: this.faults.transcribe.take() as TranscribeFault | undefined,
        identifiesOpus: this.identifiesOpus,
        keep: (heard) => this.transcriptions.push(heard),
      });
      return;
    }
    const model = decodeURIComponent(path.split("/")[2] ?? "");
    this.#note({ action: "bedrock:InvokeModel", accessKey, model });
    await answerConverse(stream, headers, {
      fault: this.faults.bedrock.take() as BedrockFault | undefined,
      keep: (asked) => this.conversations.push(asked),
    });
  }
}
