import type { ResultOf } from "../../lib/operator-api/results.ts";

/** As the operator API's, and of kinds that only AWS knows. */
export type Trouble = ResultOf<"status">["troubles"][number];
