import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  type ContentBlock,
  ConverseCommand,
  type DocumentFormat,
  type ImageFormat,
} from "@aws-sdk/client-bedrock-runtime";
import { awsClient } from "../../adapters/aws/client.ts";
import type { EngineFile, EngineResult } from "../../application/ports/media-engine.ts";
import type { Clock } from "../../application/ports/ports.ts";
import { free, maybePaid } from "../failure.ts";
import { describePrompt, MAX_TOKENS, READ_PROMPT, SYSTEM_PROMPT } from "../prompts.ts";
import { awsFailure } from "./aws-failure.ts";
import { DOCUMENT_FORMATS, IMAGE_FORMATS } from "./formats.ts";

export type BedrockOptions = { model: string; clock: Clock; config: BedrockRuntimeClientConfig };

/** A connection for each call: one that a frozen function kept may be dead, and the call would be lost. */
const OWN_CONNECTIONS = { requestHandler: { requestTimeout: 60_000, disableConcurrentStreams: true } };

const REFUSED = new Set(["content_filtered", "guardrail_intervened"]);

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export function bedrock({ model, clock, config }: BedrockOptions) {
  const client = awsClient(BedrockRuntimeClient, "media", { ...OWN_CONNECTIONS, ...config });

  async function ask(
    block: ContentBlock,
    prompt: string,
    maxTokens: number,
    deadline: number,
  ): Promise<EngineResult> {
    const time = deadline - clock.now();
    if (time <= 0) return free("timeout", "no_time");
    const signal = AbortSignal.timeout(time);
    try {
      const { output, stopReason } = await client.send(
        new ConverseCommand({
          modelId: model,
          system: [{ text: SYSTEM_PROMPT }],
          messages: [{ role: "user", content: [block, { text: prompt }] }],
          inferenceConfig: { maxTokens, temperature: 0 },
        }),
        { abortSignal: signal },
      );
      if (stopReason && REFUSED.has(stopReason)) return maybePaid("refused", stopReason);
      const text = (output?.message?.content ?? []).flatMap((each) => each.text ?? []).join("\n");
      return { kind: "understood", text, ...(stopReason === "max_tokens" && { cut: true }) };
    } catch (error) {
      return awsFailure(error, signal.aborted);
    }
  }

  return {
    describe({ bytes, type }: EngineFile, language: string, deadline: number): Promise<EngineResult> {
      const format = IMAGE_FORMATS[type] as ImageFormat;
      const block = { image: { format, source: { bytes } } };
      return ask(block, describePrompt(language), MAX_TOKENS.describe, deadline);
    },
    /** The name is always the same: Bedrock warns that a model may take it for an instruction. */
    read({ bytes, type }: EngineFile, deadline: number): Promise<EngineResult> {
      const format = DOCUMENT_FORMATS[type] as DocumentFormat;
      const block = { document: { format, name: "document", source: { bytes } } };
      return ask(block, READ_PROMPT, MAX_TOKENS.read, deadline);
    },
  };
}
