import type { ResultOf } from "../../lib/operator-api/results.ts";
import type { Api } from "../client.ts";
import { CliProblem, EXIT } from "../problem.ts";

/** Throws CliProblem, also for a deployed version that is older than this call. */
export async function apiStatus(api: Api): Promise<ResultOf<"status">> {
  try {
    return await api.call("status");
  } catch (error) {
    if (error instanceof CliProblem && error.exit === EXIT.notFound)
      throw new CliProblem(
        EXIT.failed,
        "The deployed version is older than this command and cannot say it.",
        ["Deploy this version: npm run wa -- setup"],
      );
    throw error;
  }
}
