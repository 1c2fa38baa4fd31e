import { readStatus } from "../../lib/application/status/read-status.ts";
import { ok } from "../../lib/http-api/responses.ts";
import type { statusOperations } from "../../lib/operator-api/status.ts";
import type { OperatorRuns } from "./caller.ts";

export const runStatus = {
  status: async ({ deps }) => ok(await readStatus(deps)),
} satisfies OperatorRuns<keyof typeof statusOperations>;
