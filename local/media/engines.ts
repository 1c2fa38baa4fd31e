import type { FakeAwsMedia } from "./fake-aws-media.ts";
import type { FakeOpenAi } from "./fake-openai.ts";

export type Engines = { awsMedia: FakeAwsMedia; openAi: FakeOpenAi };
