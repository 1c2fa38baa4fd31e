import { MINUTE_MS } from "../../../lib/domain/time.ts";
import type { Engines } from "../../media/engines.ts";
import type { EngineTrouble } from "../protocol/protocol-faults.ts";

/** Longer than any `media.timeoutSeconds`. */
const SLOW = { delayMs: 2 * MINUTE_MS };

/** For every call from here on. */
export function breakEngines({ awsMedia, openAi }: Engines, how: EngineTrouble | undefined): void {
  const aws = {
    slow: SLOW,
    busy: { error: "ThrottlingException", status: 429 },
    down: { error: "InternalServerException", status: 500 },
  };
  const other = { slow: SLOW, busy: { code: 429, status: 429 }, down: { status: 500 } };
  awsMedia.faults.transcribe.always(how && aws[how]);
  awsMedia.faults.bedrock.always(how && aws[how]);
  openAi.faults.always(how && other[how]);
}
