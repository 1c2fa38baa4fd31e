import type { Api } from "../client.ts";

export async function resumeNumbers(api: Api): Promise<readonly string[]> {
  const { numbers: states } = await api.call("numbers");
  const suspended = states.filter((state) => state.suspended).map(({ number }) => number);
  for (const number of suspended) await api.call("resume-number", { body: { number } });
  return suspended;
}
