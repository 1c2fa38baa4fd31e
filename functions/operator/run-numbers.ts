import { changeRollout, showRollout } from "../../lib/application/staff/numbers/change-rollout.ts";
import { listNumbers, resumeNumber } from "../../lib/application/staff/numbers/resume-number.ts";
import { listSwitches, switchNumber } from "../../lib/application/staff/numbers/switch-numbers.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import { ok, refuse } from "../../lib/http-api/responses.ts";
import type { numberOperations } from "../../lib/operator-api/numbers.ts";
import type { OperatorRuns } from "./caller.ts";

export const runNumbers = {
  numbers: async ({ deps }) => ok({ numbers: await listNumbers(deps) }),

  "resume-number": async ({ deps, by, body: { number } }) => {
    const numbers = await resumeNumber(deps, { number, by });
    return typeof numbers === "string" ? refuse(numbers) : ok({ numbers });
  },

  switches: async ({ deps }) => ok({ switches: await listSwitches(deps) }),

  switch: async ({ deps, by, body: { number, off } }) => {
    const switches = await switchNumber(deps, { number, off, by });
    return typeof switches === "string" ? refuse(switches) : ok({ switches });
  },

  rollout: async ({ deps, params: { number } }) => {
    const rollout = await showRollout(deps, number);
    return rollout ? ok({ number, ...rollout }) : refuse("unknown-number");
  },

  "change-rollout": async ({ deps, by, params: { number }, body }) => {
    const rollout = await changeRollout(deps, { number, change: omitUndefined(body), by });
    return typeof rollout === "string" ? refuse(rollout) : ok({ number, ...rollout });
  },
} satisfies OperatorRuns<keyof typeof numberOperations>;
