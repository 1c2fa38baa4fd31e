import type { Fakes } from "../../fakes.ts";
import type { Statuses } from "../protocol/protocol-faults.ts";

const LATE_MS = 15_000;

type Planned = { state: string; afterMs: number };

function reversed<Status extends Planned>(statuses: readonly Status[]): readonly Status[] {
  return statuses
    .toReversed()
    .map((status, index) => ({ ...status, afterMs: statuses[index]?.afterMs ?? 0 }));
}

const late = <Status extends Planned>(statuses: readonly Status[]): readonly Status[] =>
  statuses.map((status, index) => (index === 0 ? { ...status, afterMs: LATE_MS } : status));

function planned<Status extends Planned>(normal: readonly Status[], how: Statuses): readonly Status[] {
  switch (how) {
    case "normal":
      return normal;
    case "late":
      return late(normal);
    case "never":
      return [];
    case "reversed":
      return reversed(normal);
  }
}

export function statusesOf({ meta, twilio }: Pick<Fakes, "meta" | "twilio">): (how: Statuses) => void {
  const [metas, twilios] = [meta.statuses, twilio.statuses];
  return (how) => {
    meta.statuses = planned(metas, how);
    twilio.statuses = planned(twilios, how);
  };
}
