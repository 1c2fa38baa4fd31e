import type { Clock } from "../../../lib/application/ports/ports.ts";
import { needsMediaKey } from "../../../lib/config/settings/media-settings.ts";
import { ConfigurationError } from "../../../lib/config/settings/problems.ts";
import type { Cloud } from "../../cloud/cloud.ts";
import type { Output } from "../../output.ts";
import { CliProblem, EXIT } from "../../problem.ts";
import type { NewSecrets } from "../ask/questions.ts";
import { identityKeyIn, isUsable, knownParts, withParts } from "../ask/secret-text.ts";
import { FRESH_FOR_MS } from "./await-functions.ts";

/** Returns the stage's key, and until when functions may still use the old credentials. */
export async function fillSecret(
  cloud: Cloud,
  secrets: NewSecrets,
  clock: Clock,
  print: Output,
): Promise<{ identityKey?: string; staleUntil: number }> {
  const current = await cloud.secret.read();
  if (!current) throw new CliProblem(EXIT.failed, "The stack's secret is not there.", ["Deploy again."]);
  const identityKey = identityKeyIn(current.text);
  let text: string;
  try {
    text = withParts(current.text, secrets);
  } catch (error) {
    if (error instanceof ConfigurationError)
      throw new CliProblem(EXIT.failed, "The secret would not be valid:", error.problems);
    throw error;
  }
  if (needsMediaKey(cloud.settings.media) && !("media" in JSON.parse(text)))
    print.note(
      'media.engine is "openai", so voice notes, photos and documents need its key: npm run wa -- secrets set media.apiKey',
    );
  // No function caches an unusable secret. An interrupted run may have changed it a moment ago.
  const wasUsable = isUsable(current.text);
  const changedBefore =
    wasUsable && !cloud.local && current.changedAt !== undefined ? current.changedAt + FRESH_FOR_MS : 0;
  if (text === JSON.stringify(JSON.parse(current.text))) {
    print.line("It already has these credentials.");
    return { ...(identityKey && { identityKey }), staleUntil: changedBefore };
  }
  await cloud.secret.write(text, current.version);
  print.line("Saved in Secrets Manager. identityKey is unchanged.");
  const isNews =
    wasUsable && JSON.stringify(knownParts(current.text).twilio) !== JSON.stringify(secrets.twilio);
  return {
    ...(identityKey && { identityKey }),
    staleUntil: isNews ? clock.now() + FRESH_FOR_MS : changedBefore,
  };
}
