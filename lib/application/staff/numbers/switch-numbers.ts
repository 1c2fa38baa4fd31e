import type { NumberName } from "../../../domain/ids.ts";
import type { SwitchState } from "../../ports/control-ports.ts";
import type { ByStaff, StaffDeps } from "../staff-deps.ts";

export const listSwitches = ({
  switches,
  numbers,
}: Pick<StaffDeps, "switches" | "numbers">): Promise<readonly SwitchState[]> =>
  switches.list(numbers.map(({ name }) => name));

/** Returns all switches. A switch that is already so keeps who set it, and when. */
export async function switchNumber(
  deps: Pick<StaffDeps, "switches" | "history" | "clock" | "numbers">,
  { number, off, by }: ByStaff<{ number: NumberName | "*"; off: boolean }>,
): Promise<readonly SwitchState[] | "unknown-number"> {
  const { switches, history, clock, numbers } = deps;
  if (number !== "*" && !numbers.some(({ name }) => name === number)) return "unknown-number";
  const before = (await listSwitches(deps)).find((each) => each.number === number);
  if ((before?.off ?? false) !== off) await switches.set(number, off, by, clock.now());
  const states = await listSwitches(deps);
  const now = states.find((each) => each.number === number);
  // Named by its time: a repeat after a crash fills the gap and adds nothing else.
  if (now?.at !== undefined && now.by !== undefined)
    await history.record("*", `switch-${number === "*" ? "all" : number}-${now.at}`, {
      at: now.at,
      by: now.by,
      what: now.off ? "switch-off" : "switch-on",
      detail: number,
    });
  return states;
}
