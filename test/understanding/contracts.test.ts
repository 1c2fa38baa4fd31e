import { setTimeout as pause } from "node:timers/promises";
import { awsEngine } from "../../lib/understanding/aws/engine.ts";
import { openAiEngine } from "../../lib/understanding/openai/engine.ts";
import { FakeAwsMedia } from "../../local/media/fake-aws-media.ts";
import { FakeOpenAi } from "../../local/media/fake-openai.ts";
import { mediaEngineContract, type Trouble } from "../contracts/media-engine-contract.ts";

const clock = { now: Date.now };
/** Longer than any deadline here. */
const SLOW = { delayMs: 30_000 };

mediaEngineContract("aws", async () => {
  const fake = new FakeAwsMedia();
  await fake.start();
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  const config = { region: "eu-central-1", endpoint: fake.url, credentials };
  const faults: Record<Exclude<Trouble, "gone">, () => void> = {
    busy: () => {
      fake.faults.transcribe.always({ error: "LimitExceededException", status: 429 });
      fake.faults.bedrock.always({ error: "ThrottlingException", status: 429 });
    },
    "no access": () => {
      fake.faults.transcribe.always({ error: "AccessDeniedException", status: 403 });
      fake.faults.bedrock.always({ error: "AccessDeniedException", status: 403 });
    },
    slow: () => {
      fake.faults.transcribe.always(SLOW);
      fake.faults.bedrock.always(SLOW);
    },
    cut: () => {
      fake.faults.transcribe.always("cut");
      fake.faults.bedrock.always("cut");
    },
  };
  return {
    engine: awsEngine({ model: "eu.amazon.nova-2-lite-v1:0", clock, pause: (ms) => pause(ms), config }),
    calls: () => fake.calls.length,
    break: (trouble) => (trouble === "gone" ? fake.stop() : faults[trouble]()),
    stop: () => fake.stop(),
  };
});

mediaEngineContract("openai", async () => {
  let key = "sk-test";
  const fake = new FakeOpenAi({ apiKey: () => key });
  await fake.start();
  const apiUrl = fake.url;
  let calls = 0;
  const counted: typeof fetch = (...call) => {
    calls++;
    return fetch(...call);
  };
  const faults: Record<Exclude<Trouble, "gone">, () => void> = {
    busy: () => fake.faults.always({ code: 429, status: 429 }),
    "no access": () => {
      key = "another";
    },
    slow: () => fake.faults.always(SLOW),
    cut: () => fake.faults.always("cut-after-accept"),
  };
  return {
    engine: openAiEngine({
      fetch: counted,
      clock,
      apiUrl,
      transcriptionModel: "whisper-1",
      visionModel: "gpt-4o-mini",
      apiKey: async () => "sk-test",
      onKeyRefused: () => undefined,
    }),
    calls: () => calls,
    break: (trouble) => (trouble === "gone" ? fake.stop() : faults[trouble]()),
    stop: () => fake.stop(),
  };
});
