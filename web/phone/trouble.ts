import type { ChatFacts, NumberSuspension } from "../../local/page/protocol/protocol.ts";
import { count, durationOf } from "../shared/time.ts";
import { clockOffset, deadLetters, faults, now, suspensions, troubles } from "./state.ts";

const ENGINE = {
  slow: "media engine too slow",
  busy: "media engine throttled",
  down: "media engine down",
} as const;

/** What somebody has broken on purpose. */
export function brokenNow(): readonly string[] {
  const { sends, agentSlowSeconds, agentDown, engine, statuses, hold, killWaits, tokenExpired, workerFails } =
    faults.value;
  return [
    sends.length > 0 && `next sends: ${sends.join(", ")}`,
    tokenExpired && "access tokens expired",
    agentSlowSeconds > 0 && `agent slow by ${agentSlowSeconds} s`,
    agentDown && "agent down",
    engine !== undefined && ENGINE[engine],
    statuses !== "normal" && `statuses ${statuses}`,
    hold && `webhooks held: ${hold.held} of ${hold.count}`,
    killWaits && "the worker dies in its next turn",
    workerFails && "every start of the worker fails",
    clockOffset.value > 0 && `clock ahead by ${durationOf(clockOffset.value)}`,
  ].filter((each) => each !== false && each !== undefined);
}

export function stopOf({ until, code }: NumberSuspension): string {
  const left = durationOf(until - now());
  return code === undefined
    ? `sends too fast: goes on in ${left}`
    : `stopped (${code}): tries again in ${left}`;
}

const WAITS: Readonly<Record<NonNullable<ChatFacts["nextTry"]>["why"], string>> = {
  agent: "the agent is asked again",
  confirmation: "looks for a status that proves the send",
  refused: "sends again",
  stopped: "looks whether the number can send again",
  killed: "another worker resumes",
  media: "looks at what was sent",
  quiet: "goes on",
  "other-turn": "goes on",
  "side-task": "goes on",
  time: "goes on",
};

/** Queues keep the machine's own time. */
export const nextTryOf = ({ at, why }: NonNullable<ChatFacts["nextTry"]>): string =>
  `in ${durationOf(at - Date.now())}: ${WAITS[why]}`;

export type Shown = { what: string; fix?: string };

/** With a countdown, also before `wa status` has been asked. */
function stopped(suspension: NumberSuspension): Shown {
  const { number, until, code } = suspension;
  const found = troubles.value.find(
    (each) =>
      each.number === number && each.kind === (code === undefined ? "number-throttled" : "number-stopped"),
  );
  if (!found)
    return { what: `The number ${number} ${code === undefined ? "" : "is "}${stopOf(suspension)}.` };
  return { what: `${found.what} Tries again in ${durationOf(until - now())}.`, fix: found.fix };
}

const OF_SUSPENSION = ["number-stopped", "number-throttled"];

/** What customers notice, by fault or not: as `wa status` judges, and dead letters. */
export const troubleNow = (): readonly Shown[] => [
  ...suspensions.value.filter(({ until }) => until > now()).map(stopped),
  ...troubles.value.filter(({ kind }) => !OF_SUSPENSION.includes(kind)),
  ...(deadLetters.value > 0
    ? [
        {
          what: `${count(deadLetters.value, "message")} given up, so somebody is not answered.`,
          fix: "npm run wa -- redrive turns",
        },
      ]
    : []),
];
