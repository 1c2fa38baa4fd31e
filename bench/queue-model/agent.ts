import type { Draw } from "../random.ts";

/** "refuses": an error at once. "hangs": no answer until the worker's timeout. */
export type Outage = { kind: "refuses" | "hangs"; fromSeconds: number; toSeconds: number };

/** For a while its answers take longer. */
export type Slowness = Pick<AgentModel, "meanSeconds" | "spread"> & {
  fromSeconds: number;
  toSeconds: number;
};

export type AgentModel = {
  meanSeconds: number;
  spread: "log-normal" | "exponential" | "none";
  timeoutSeconds: number;
  outage?: Outage;
  slowness?: Slowness;
};

const REFUSED_SECONDS = 0.1;

/** A question that begins during the outage fails. After `timeoutSeconds` the worker gives it up. */
export function ask(
  agent: AgentModel,
  draw: Draw,
  now: number,
  timeoutSeconds: number,
): { seconds: number; answered: boolean } {
  const { outage, slowness } = agent;
  if (outage && isDuring(outage, now))
    return { seconds: outage.kind === "hangs" ? timeoutSeconds : REFUSED_SECONDS, answered: false };
  const seconds = secondsOf(slowness && isDuring(slowness, now) ? slowness : agent, draw);
  return seconds < timeoutSeconds
    ? { seconds, answered: true }
    : { seconds: timeoutSeconds, answered: false };
}

const isDuring = ({ fromSeconds, toSeconds }: { fromSeconds: number; toSeconds: number }, now: number) =>
  now >= fromSeconds && now < toSeconds;

function secondsOf({ meanSeconds, spread }: Pick<AgentModel, "meanSeconds" | "spread">, draw: Draw): number {
  switch (spread) {
    case "none":
      return meanSeconds;
    case "exponential":
      return draw.gap(1 / meanSeconds);
    case "log-normal":
      return draw.around(meanSeconds);
  }
}
