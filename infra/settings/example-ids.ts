import type { Settings } from "../../lib/config/settings/settings.ts";

/** The committed example's. Twilio's sandbox number is not among them: it is real and good for a trial. */
const EXAMPLE_IDS = new Set(["310000000000007", "210000000000001", "agent_1a2b3c4d5e"]);

/** Paths of the settings that still hold an example id. */
export function exampleIds({ numbers }: Settings): string[] {
  return numbers.flatMap((number, at) =>
    Object.entries(number)
      .filter(([, value]) => typeof value === "string" && EXAMPLE_IDS.has(value))
      .map(([key]) => `numbers[${at}].${key}`),
  );
}
