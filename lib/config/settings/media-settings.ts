import * as z from "zod/mini";
import type { MediaWork } from "../../domain/media/media-task.ts";
import { line, url, whole } from "./setting-kinds.ts";

const awsEngine = z.strictObject({
  kind: z.literal("aws"),
  /** Where Transcribe and Bedrock are called. Default: the stage's own. */
  region: z.optional(
    z.string().check(z.regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'use a region such as "eu-central-1"')),
  ),
  /** Of Amazon Bedrock: a model or an inference profile that takes images and documents. */
  model: z.optional(line),
});

/** Any server with the same two calls. The key is in the secret. */
const openAiEngine = z.strictObject({
  kind: z.literal("openai"),
  /** Ends before `/audio/transcriptions` and `/chat/completions`. */
  apiUrl: z._default(url, "https://api.openai.com/v1"),
  /** Takes the voice notes of WhatsApp as they are: https://platform.openai.com/docs/guides/speech-to-text */
  transcriptionModel: z._default(line, "whisper-1"),
  visionModel: z._default(line, "gpt-4o-mini"),
});

export const mediaSettings = {
  /** What customers send besides words. All off by default: each file costs. */
  media: z.prefault(
    z.strictObject({
      voice: z._default(z.enum(["off", "transcribe"]), "off"),
      images: z._default(z.enum(["off", "describe"]), "off"),
      documents: z._default(z.enum(["off", "read"]), "off"),
      engine: z._default(z.discriminatedUnion("kind", [awsEngine, openAiEngine]), { kind: "aws" }),
      /** Spoken by customers, as in "de-DE". Default: the language of the number, and English. */
      languages: z.optional(
        z
          .array(z.string().check(z.regex(/^[a-z]{2}-[A-Z]{2}$/, 'use a language such as "de-DE"')))
          .check(z.minLength(1, "name at least one"), z.maxLength(5, "use at most five")),
      ),
      /** A voice note that says only "stop" or "human" counts as that keyword. */
      keywordsInVoice: z._default(z.boolean(), false),
      /** For all media of a turn together, before the agent is asked without them. */
      timeoutSeconds: z._default(whole(5, 60), 20),
    }),
    {},
  ),
};

type MediaSettings = z.output<(typeof mediaSettings)["media"]>;

/** What is switched on. */
export function mediaModesOf({ voice, images, documents }: MediaSettings): ReadonlySet<MediaWork> {
  const modes = [voice, images, documents];
  return new Set(modes.flatMap((mode) => (mode === "off" ? [] : [mode])));
}

/** Of the secret: `media.apiKey`. */
export const needsMediaKey = (media: MediaSettings): boolean =>
  media.engine.kind === "openai" && mediaModesOf(media).size > 0;
