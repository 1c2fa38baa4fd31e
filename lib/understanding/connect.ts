import type { MediaEngine } from "../application/ports/media-engine.ts";
import type { Clock } from "../application/ports/ports.ts";
import { bedrockModel } from "../config/derived/bedrock-model.ts";
import type { Secrets } from "../config/secrets/secrets.ts";
import type { Settings } from "../config/settings/settings.ts";

export type EngineConnection = {
  engine: Settings["media"]["engine"];
  secrets(): Promise<Pick<Secrets, "media">>;
  /** They lack the key, or it was refused. */
  invalidateSecrets(): void;
  fetch: typeof fetch;
  clock: Clock;
  pause(ms: number): Promise<unknown>;
  /** The caller's own. */
  region: string;
};

/** Loads the code of the chosen engine only. */
export async function connectEngine({
  engine,
  secrets,
  invalidateSecrets,
  fetch,
  clock,
  pause,
  region: ownRegion,
}: EngineConnection): Promise<MediaEngine> {
  if (engine.kind === "aws") {
    const { awsEngine } = await import("./aws/engine.ts");
    const region = engine.region ?? ownRegion;
    return awsEngine({ model: bedrockModel(engine, region), clock, pause, config: { region } });
  }
  const { openAiEngine } = await import("./openai/engine.ts");
  return openAiEngine({
    ...engine,
    fetch,
    clock,
    apiKey: async () => (await secrets()).media?.apiKey,
    onKeyRefused: invalidateSecrets,
  });
}
