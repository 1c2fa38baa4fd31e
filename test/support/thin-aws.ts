import type { CallProfile } from "../../lib/adapters/aws/call-limits.ts";
import { thinAws } from "../../lib/adapters/aws/thin.ts";

/** All services at one place. */
export const thinAwsAt = (url: string, callProfile: CallProfile = "request") =>
  thinAws({
    environment: {
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL: url,
    },
    callProfile,
    now: Date.now,
    random: Math.random,
  });
