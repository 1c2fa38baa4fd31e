import { DAY_MS, HOUR_MS } from "../time.ts";
import type { Finding } from "./finding.ts";

/** Checks that are made together: what one finds may keep others from being made. */
export type CheckedPart = {
  part: string;
  findings: readonly Finding[];
  /** All checks were made. Otherwise what is not found may still be there. */
  complete: boolean;
};

type Kind = "problem" | "warning" | "unchecked";

type KnownTrouble = {
  kind: Kind;
  part: string;
  finding: Finding;
  since: number;
  toldAt: number;
};

export type RoundMemory = { troubles: Readonly<Record<string, KnownTrouble>> };

export const FIRST_ROUND: RoundMemory = { troubles: {} };

export type Trouble = Pick<KnownTrouble, "kind" | "finding" | "since"> & {
  isNew: boolean;
  /** It was there at an earlier round, and could not be looked at now. */
  notSeen?: true;
};

export type RoundReport = { troubles: readonly Trouble[]; fixed: readonly KnownTrouble[] };

/** A little less than a day, so that a round that begins earlier than yesterday's tells, too. */
const DAILY_MS = 20 * HOUR_MS;
const YOUNG_MS = 14 * DAY_MS;

/** A warning may stay for good reasons, so its reminders become rare. */
function remindAfterMs({ kind, since, toldAt }: KnownTrouble): number {
  if (kind !== "warning") return DAILY_MS;
  return (toldAt - since < YOUNG_MS - DAILY_MS ? 7 : 28) * DAY_MS - (DAY_MS - DAILY_MS);
}

function kindOf({ verdict, unchecked }: Finding): Kind | undefined {
  if (unchecked) return "unchecked";
  return verdict === "problem" || verdict === "warning" ? verdict : undefined;
}

/** That a check could not be made says nothing of what it found earlier. */
const keyOf = (kind: Kind, { check, number, subject }: Finding) =>
  JSON.stringify([kind === "unchecked", check, number, subject]);

const isSkipped = (parts: readonly CheckedPart[], { finding }: KnownTrouble) =>
  parts.some(({ findings }) =>
    findings.some(
      ({ check, number, verdict, unchecked }) =>
        check === finding.check && number === finding.number && (verdict === "skipped" || unchecked),
    ),
  );

/** Several findings of one check about the same thing are one trouble. */
function foundTroubles(parts: readonly CheckedPart[], now: number): Map<string, KnownTrouble> {
  const found = new Map<string, KnownTrouble>();
  for (const { part, findings } of parts)
    for (const finding of findings) {
      const kind = kindOf(finding);
      if (!kind) continue;
      const key = keyOf(kind, finding);
      const other = found.get(key);
      const both = other && {
        ...finding,
        evidence: `${other.finding.evidence} ${finding.evidence}`,
      };
      found.set(key, { kind, part, finding: both ?? finding, since: now, toldAt: now });
    }
  return found;
}

/**
 * What to tell of a round, and what to remember once it is told. `report` is absent when nobody must be told.
 * A trouble has ended only when its check was made and found nothing.
 */
export function concludeRound(
  memory: RoundMemory,
  parts: readonly CheckedPart[],
  now: number,
): { next: RoundMemory; report?: RoundReport } {
  const found = foundTroubles(parts, now);
  const isUnseen = (known: KnownTrouble) =>
    parts.some(({ part, complete }) => part === known.part && !complete) || isSkipped(parts, known);
  const gone = Object.entries(memory.troubles).filter(
    ([key, { kind }]) => !found.has(key) && kind !== "unchecked",
  );
  const unseen = gone.filter(([, known]) => isUnseen(known));
  const fixed = gone.filter(([, known]) => !isUnseen(known)).map(([, known]) => known);

  const troubles = [...found].map(([key, trouble]) => {
    const known = memory.troubles[key];
    const isNew = !known || (known.kind === "warning" && trouble.kind === "problem");
    const current = { ...trouble, since: known?.since ?? now, toldAt: known?.toldAt ?? now };
    return { key, current, isNew, isDue: isNew || now - current.toldAt >= remindAfterMs(current) };
  });
  const mustTell = fixed.length > 0 || troubles.some(({ isDue }) => isDue);
  const next = {
    troubles: {
      ...Object.fromEntries(unseen),
      ...Object.fromEntries(
        troubles.map(({ key, current }) => [key, mustTell ? { ...current, toldAt: now } : current]),
      ),
    },
  };
  if (!mustTell) return { next };
  const told = troubles.map(({ current: { kind, finding, since }, isNew }) => ({
    kind,
    finding,
    since,
    isNew,
  }));
  const notSeen = unseen.map(([, { kind, finding, since }]): Trouble => {
    return { kind, finding, since, isNew: false, notSeen: true };
  });
  return { next, report: { troubles: [...told, ...notSeen], fixed } };
}
