import type { NumberName } from "../../domain/ids.ts";
import type { SwitchState } from "../ports/control-ports.ts";
import type { ByStaff, StaffDeps } from "./staff-deps.ts";

type Ports = Pick<StaffDeps, "switches" | "history" | "clock" | "numbers">;

export const listSwitchesWith =
  ({ switches, numbers }: Pick<StaffDeps, "switches" | "numbers">) =>
  (): Promise<readonly SwitchState[]> =>
    switches.list(numbers.map(({ name }) => name));

/** Switches a number, or all, off or on, and gives how all of them stand. What is already so stays as it was set. */
export const switchNumberWith =
  (operator: Ports) =>
  async ({ number, off, by }: ByStaff<{ number: NumberName | "*"; off: boolean }>): Promise<readonly SwitchState[] | "unknown-number"> => {
    const { switches, history, clock, numbers } = operator;
    if (number !== "*" && !numbers.some(({ name }) => name === number)) return "unknown-number";
    const list = listSwitchesWith(operator);
    const standing = (await list()).find((each) => each.number === number);
    if ((standing?.off ?? false) !== off) await switches.set(number, off, by, clock.now());
    const states = await list();
    const now = states.find((each) => each.number === number);
    // By the time at which it was set: whoever repeats this after a crash fills the gap, and adds nothing else.
    if (now?.at !== undefined && now.by !== undefined)
      await history.record("*", `switch-${number === "*" ? "all" : number}-${now.at}`, {
        at: now.at,
        by: now.by,
        what: now.off ? "switch-off" : "switch-on",
        detail: number,
      });
    return states;
  };
