import { parseSecrets } from "../../lib/config/secrets/secrets.ts";
import { ConfigurationError } from "../../lib/config/settings/problems.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { CliProblem, EXIT } from "../problem.ts";

export type OpenSecret = { value: Record<string, unknown>; version: string; changedAt?: number };

/**
 * Throws CliProblem if the secret is missing or is not a JSON object: a person must fix it, or something in
 * it would be lost.
 */
export async function openSecret(cloud: Cloud): Promise<OpenSecret> {
  const found = await cloud.secret.read();
  if (!found)
    throw new CliProblem(EXIT.notFound, "The stage's secret is not there. Deploy it: npm run wa -- setup");
  try {
    const value: unknown = JSON.parse(found.text);
    if (isRecord(value))
      return {
        value: { ...value },
        version: found.version,
        ...omitUndefined({ changedAt: found.changedAt }),
      };
  } catch {}
  throw new CliProblem(EXIT.failed, "The secret is not a JSON object: it was edited by hand.", [
    "Fix it in the AWS console (Secrets Manager, Retrieve secret value, Edit). An earlier version is kept under AWSPREVIOUS.",
  ]);
}

/** Empty if the secret is usable. Never quotes a value. */
export function problemsOf(value: Record<string, unknown>): readonly string[] {
  try {
    parseSecrets(JSON.stringify(value));
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

/** Problems of other parts do not block a new value here. */
export const problemsAt = (value: Record<string, unknown>, path: string) =>
  problemsOf(value).filter((problem) => problem.startsWith(path));
