import type { Provider } from "../../lib/domain/inbound/inbound.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { PROVIDER_SETUPS } from "./provider/webhook.ts";
import type { Setup } from "./setup.ts";
import type { TryOut } from "./try-out.ts";

export const commandFor = ({ local, stage }: Pick<Setup, "local" | "stage">, name: string) =>
  `npm run wa -- ${name}${local ? "" : ` --stage ${stage}`}`;

type Missing = Exclude<TryOut, "answered">;

const MISSING: Readonly<Record<Missing, { what: string; next: string }>> = {
  nothing: {
    what: "None arrived.",
    next: "Write to the number from your phone. If you have, look what keeps it away",
  },
  refused: { what: "One came, and the webhook refused it.", next: "Look why" },
  recorded: { what: "One arrived, and its answer has not left yet.", next: "Watch it" },
  failed: { what: "One arrived, and its answer failed.", next: "Look why" },
};

/** The end of a setup without an answered message: what is missing, and where to look. */
export function notDone(
  setup: Pick<Setup, "local" | "stage"> & { options: Pick<Setup["options"], "wait"> },
  provider: Provider,
  outcome: Missing,
): CliProblem {
  const { what, next } = MISSING[outcome];
  return new CliProblem(
    EXIT.failed,
    `Not done yet: no message was answered within ${setup.options.wait} seconds. ${what}`,
    [
      `${next}: ${commandFor(setup, outcome === "recorded" ? "tail" : "doctor")}`,
      ...(outcome === "nothing" && !setup.local ? [PROVIDER_SETUPS[provider].unseen] : []),
      "Then run setup again: it goes on from here.",
    ],
  );
}
