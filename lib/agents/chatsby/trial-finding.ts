import { type Dialect, dialectName } from "../../domain/dialect/dialect.ts";
import { type Finding, ok, problem, warning } from "../../domain/health/finding.ts";
import { SECOND_MS } from "../../domain/time.ts";
import type { Trial } from "./try-dialects.ts";

const ASKED = "chatsby.answer";
const MAPPINGS = "docs/configuration.md#another-way-to-ask-the-agent";

const seconds = ({ tookMs }: Trial) => `${(tookMs / SECOND_MS).toFixed(1)} s`;

function told(trial: Trial): string {
  const by = dialectName(trial.dialect);
  switch (trial.kind) {
    case "answered":
      return `${by}: answered in ${seconds(trial)} with ${trial.shape}.`;
    case "unreadable":
      return `${by}: a response without an answer where it should be (${trial.code}): ${trial.shape}.`;
    case "failed":
      return `${by}: ${trial.code}.`;
  }
}

type About = {
  number: string;
  configured: Dialect;
  /** What to do if only another dialect answers. Without it that one is used from now on. */
  fix?: string;
};

/** Shows names and types of the response, never a text. */
export function trialFinding(trials: readonly Trial[], { number, configured, fix }: About): Finding {
  const about = { number };
  const evidence = trials.map(told).join(" ");
  const last = trials.at(-1);
  if (last?.kind === "answered") {
    if (last.dialect !== configured && fix !== undefined) return problem(ASKED, evidence, fix, about);
    if (last.lacksThread)
      return warning(
        ASKED,
        `${evidence} It has nothing at thread.from: each question begins a new conversation.`,
        "Set thread.from to where the response has the conversation's id.",
        about,
      );
    return ok(ASKED, evidence, about);
  }
  const readable = trials.find((trial) => trial.kind === "unreadable" && trial.textAt !== undefined);
  if (readable?.kind === "unreadable")
    return problem(
      ASKED,
      evidence,
      `If the answer stands at ${readable.textAt || "the response itself"}, a mapping reads it: ${MAPPINGS}`,
      about,
    );
  if (trials.some((trial) => trial.kind === "failed" && trial.because === "temporary"))
    return warning(
      ASKED,
      evidence,
      "Try again in a minute; customers get the fallback text meanwhile.",
      about,
    );
  if (trials.some((trial) => trial.kind === "failed" && trial.because === "key"))
    return problem(ASKED, evidence, "The key is refused: `npm run wa -- secrets set chatsby.apiKey`", about);
  return problem(
    ASKED,
    evidence,
    `Customers get only the fallback text. Is chatsby.apiUrl right? Another API needs a mapping: ${MAPPINGS}`,
    about,
  );
}
