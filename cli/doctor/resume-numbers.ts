import { numbers } from "../api-responses.ts";
import type { Api } from "../client.ts";

/** Lets suspended numbers send again after all checks pass. Returns their names. */
export async function resumeNumbers(api: Api): Promise<readonly string[]> {
  const { numbers: states } = await api.get("numbers", numbers);
  const throttled = states.filter((state) => state.held).map(({ number }) => number);
  for (const number of throttled) await api.post("numbers", { number }, numbers);
  return throttled;
}
