import type { Draw } from "../random.ts";

/** "refuses": an error at once. "hangs": no answer until the worker's timeout. */
export type Outage = { kind: "refuses" | "hangs"; fromSeconds: number; toSeconds: number };

export type AgentModel = {
  meanSeconds: number;
  spread: "log-normal" | "exponential" | "none";
  /** After which the worker gives the question up. */
  timeoutSeconds: number;
  outage?: Outage;
};

const REFUSED_SECONDS = 0.1;

/** A question that begins during the outage fails. */
export function ask(agent: AgentModel, draw: Draw, now: number): { seconds: number; answered: boolean } {
  const { outage, timeoutSeconds } = agent;
  if (outage && now >= outage.fromSeconds && now < outage.toSeconds)
    return { seconds: outage.kind === "hangs" ? timeoutSeconds : REFUSED_SECONDS, answered: false };
  const seconds = secondsOf(agent, draw);
  return seconds < timeoutSeconds
    ? { seconds, answered: true }
    : { seconds: timeoutSeconds, answered: false };
}

function secondsOf({ meanSeconds, spread }: AgentModel, draw: Draw): number {
  switch (spread) {
    case "none":
      return meanSeconds;
    case "exponential":
      return draw.gap(1 / meanSeconds);
    case "log-normal":
      return draw.around(meanSeconds);
  }
}
