import type { NumberName } from "../../../domain/ids.ts";
import type { Suspension } from "../../ports/ports.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";

/** `suspended`: why the number sends nothing just now. */
export type NumberState = { number: NumberName; suspended?: Pick<Suspension, "until" | "since" | "code"> };

export const listNumbers = ({
  conversations,
  numbers,
}: Pick<StaffDeps, "conversations" | "numbers">): Promise<readonly NumberState[]> =>
  Promise.all(
    numbers.map(async ({ name }) => {
      const suspension = await conversations.suspensionOf(name);
      if (!suspension) return { number: name };
      const { until, since, code } = suspension;
      return { number: name, suspended: { until, since, code } };
    }),
  );

/** Returns all numbers. */
export async function resumeNumber(
  deps: Pick<StaffDeps, "conversations" | "history" | "clock" | "numbers">,
  { number, by }: ByStaff<{ number: NumberName }>,
): Promise<readonly NumberState[] | "unknown-number"> {
  const { conversations, history, clock, numbers } = deps;
  if (!numbers.some(({ name }) => name === number)) return "unknown-number";
  const suspension = await conversations.suspensionOf(number);
  if (suspension) {
    // Recorded first, under the suspension's time: a repeat after a crash adds nothing.
    const act = { at: clock.now(), by, what: "resume-number", detail: number };
    await history.record("*", `resume-number-${number}-${suspension.since}`, act);
    await conversations.resumeNumber(number);
  }
  return listNumbers(deps);
}
