import type { Api } from "../client.ts";

/** Lets suspended numbers send again after all checks pass. Returns their names. */
export async function resumeNumbers(api: Api): Promise<readonly string[]> {
  const { numbers: states } = await api.call("numbers");
  const throttled = states.filter((state) => state.held).map(({ number }) => number);
  for (const number of throttled) await api.call("resume-number", { body: { number } });
  return throttled;
}
