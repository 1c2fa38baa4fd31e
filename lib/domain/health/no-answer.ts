import { type Finding, problem } from "./finding.ts";

/** Nothing is known of what was asked. `whose`: the system's name. */
export const noAnswer = (
  check: string,
  whose: string,
  code: string,
  about: { number?: string } = {},
): Finding =>
  problem(
    check,
    `${whose} gave no answer (${code}).`,
    "Try again in a minute; is the address in the settings right, and does this machine reach the internet?",
    { ...about, unchecked: true },
  );
