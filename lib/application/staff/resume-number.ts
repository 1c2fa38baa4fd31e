import type { NumberName } from "../../domain/ids.ts";
import type { Suspension } from "../ports/ports.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Ports = Pick<StaffDeps, "conversations" | "history" | "clock" | "numbers">;

/** How a number stands that must not send just now. */
export type NumberState = { number: NumberName; held?: Pick<Suspension, "until" | "since" | "code"> };

export const listNumbersWith =
  ({ conversations, numbers }: Pick<Ports, "conversations" | "numbers">) =>
  (): Promise<readonly NumberState[]> =>
    Promise.all(
      numbers.map(async ({ name }) => {
        const hold = await conversations.suspensionOf(name);
        return { number: name, ...(hold && { held: { until: hold.until, since: hold.since, code: hold.code } }) };
      }),
    );

/** Lets a held number send again at once, because somebody has mended it. Gives how all numbers stand. */
export const resumeNumberWith =
  (operator: Ports) =>
  async ({ number, by }: ByStaff<{ number: NumberName }>): Promise<readonly NumberState[] | "unknown-number"> => {
    const { conversations, history, clock, numbers } = operator;
    if (!numbers.some(({ name }) => name === number)) return "unknown-number";
    const hold = await conversations.suspensionOf(number);
    if (hold) {
      // Before it is done, and by the hold: whoever repeats this after a crash adds nothing.
      const act = { at: clock.now(), by, what: "resume-number", detail: number };
      await history.record("*", `resume-number-${number}-${hold.since}`, act);
      await conversations.resumeNumber(number);
    }
    return listNumbersWith(operator)();
  };
