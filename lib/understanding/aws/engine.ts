import type { MediaEngine } from "../../application/ports/media-engine.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { DOCUMENT_FORMATS, IMAGE_FORMATS, OGG_OPUS } from "./formats.ts";

export type AwsEngineOptions = {
  /** Of Amazon Bedrock. */
  model: string;
  clock: Clock;
  pause(ms: number): Promise<unknown>;
  /** Default: the function's own region and credentials. */
  config?: {
    region?: string;
    endpoint?: string;
    credentials?: { accessKeyId: string; secretAccessKey: string };
  };
};

const types = (formats: Readonly<Record<string, string>>) => new Set(Object.keys(formats));

/** Bedrock's limits are of the decoded file. Each client is loaded with its first file. */
export function awsEngine({ model, clock, pause, config = {} }: AwsEngineOptions): MediaEngine {
  let voice: ReturnType<typeof loadTranscribe> | undefined;
  let model_: ReturnType<typeof loadBedrock> | undefined;
  async function loadTranscribe() {
    const { transcribe } = await import("./transcribe.ts");
    return transcribe({ clock, pause, config });
  }
  async function loadBedrock() {
    const { bedrock } = await import("./bedrock.ts");
    return bedrock({ model, clock, config });
  }
  const transcriber = () => (voice ??= loadTranscribe());
  const reader = () => (model_ ??= loadBedrock());
  return {
    accepts: {
      transcribe: { types: new Set([OGG_OPUS]), maxBytes: 16 * 1024 * 1024 },
      describe: { types: types(IMAGE_FORMATS), maxBytes: 3_750_000 },
      read: { types: types(DOCUMENT_FORMATS), maxBytes: 4_500_000 },
    },
    transcribe: async (file, languages, deadline) => (await transcriber())(file, languages, deadline),
    describe: async (file, language, deadline) => (await reader()).describe(file, language, deadline),
    read: async (file, deadline) => (await reader()).read(file, deadline),
  };
}
