import { numbers } from "../answers.ts";
import type { Api } from "../client.ts";

/** Lets suspended numbers send again after all checks pass. Returns their names. */
export async function resumeHeld(api: Api): Promise<readonly string[]> {
  const { numbers: states } = await api.get("numbers", numbers);
  const held = states.filter((state) => state.held).map(({ number }) => number);
  for (const number of held) await api.post("numbers", { number }, numbers);
  return held;
}
