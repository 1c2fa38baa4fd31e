import type { Act } from "../../local/page/protocol/protocol-acts.ts";
import type { Fault, FaultState } from "../../local/page/protocol/protocol-faults.ts";

const HOUR_MS = 3_600_000;

type Choice = {
  label: string;
  /** What should be seen then. */
  expect: string;
  what: Act;
  /** How many times it is still to come. */
  planned?(faults: FaultState): number;
  /** While it is on, the button ends it, and says so. */
  ends?: { label: string; what: Act; isOn(faults: FaultState): boolean };
  /** One of several: it is the present one. */
  isPresent?(faults: FaultState): boolean;
  /** While it waits for its moment, instead of the label. */
  waits?: { label: string; isWaiting(faults: FaultState): boolean };
};

const act = (what: Fault): Act => ({ do: "fault", fault: what });

const nextReply = (
  label: string,
  what: Extract<Fault, { kind: "send" }>["what"],
  expect: string,
): Choice => ({
  label,
  expect,
  what: act({ kind: "send", what, times: 1 }),
  planned: ({ sends }) => sends.filter((each) => each === what).length,
});

const statuses = (label: string, how: FaultState["statuses"], expect: string): Choice => ({
  label,
  expect,
  what: act({ kind: "statuses", how }),
  isPresent: (faults) => faults.statuses === how,
});

const engine = (label: string, how: NonNullable<FaultState["engine"]>, expect: string): Choice => ({
  label,
  expect,
  what: act({ kind: "engine", how }),
  ends: {
    label: "Engine well again",
    what: act({ kind: "engine", how: "well" }),
    isOn: (faults) => faults.engine === how,
  },
});

const later = (hours: number, expect: string): Choice => ({
  label: `${hours} hours later`,
  expect,
  what: { do: "advance-clock", milliseconds: hours * HOUR_MS },
});

export const GROUPS: readonly { title: string; choices: readonly Choice[] }[] = [
  {
    title: "Webhooks",
    choices: [
      {
        label: "Deliver the last one again",
        expect: "Providers repeat, also in the same second. Nothing is answered twice.",
        what: act({ kind: "duplicate", when: "now" }),
      },
      {
        label: "Deliver it again in 3 days",
        expect: "Meta repeats for 7 days. The ledger still knows it.",
        what: act({ kind: "duplicate", when: "3-days" }),
      },
      {
        label: "Hold the next 2, deliver in reverse",
        expect: "Messages overtake each other. They are answered by the time they were written.",
        what: act({ kind: "hold", count: 2 }),
        ends: {
          label: "Deliver what is held",
          what: act({ kind: "hold", count: 0 }),
          isOn: ({ hold }) => hold !== undefined,
        },
      },
    ],
  },
  {
    title: "The next reply",
    choices: [
      nextReply(
        "Taken, then no answer",
        "timeout-after-accept",
        "A time-out after acceptance. One bubble: the status proves that it arrived.",
      ),
      nextReply("Taken, then cut off", "cut-after-accept", "The same, at once."),
      nextReply(
        "Cut off before",
        "cut",
        "It did not arrive. No status comes, so after a time of grace it is sent again.",
      ),
      nextReply("Provider's error 5xx", "5xx", "Unknown too: waits for a status."),
      nextReply("131056: too fast for one customer", "131056", "Waits, and sends again."),
      nextReply("130429: number too fast", "130429", "The whole number waits, its other customers too."),
      nextReply(
        "131047: window closed",
        "131047",
        "By our own clock it is open, so it is sent again; refused for long, the reply is deferred until the customer writes again.",
      ),
      nextReply(
        "190: token refused once",
        "190",
        "The number stops for a minute and tells a person; nothing is lost.",
      ),
    ],
  },
  {
    title: "The access tokens",
    choices: [
      {
        label: "Let them expire",
        expect:
          "For as long as you like: the numbers stop, customers wait. Practise with doctor, status and resume-number.",
        what: act({ kind: "token", expired: true }),
        ends: {
          label: "Renew the tokens",
          what: act({ kind: "token", expired: false }),
          isOn: ({ tokenExpired }) => tokenExpired,
        },
      },
    ],
  },
  {
    title: "The agent",
    choices: [
      {
        label: "Slow: 8 seconds",
        expect: "“typing…” is shown; other customers do not wait.",
        what: act({ kind: "agent-slow", seconds: 8 }),
        ends: {
          label: "Fast again",
          what: act({ kind: "agent-slow", seconds: 0 }),
          isOn: ({ agentSlowSeconds }) => agentSlowSeconds > 0,
        },
      },
      {
        label: "Down",
        expect: "Asked again, then the customer gets an honest line, and your team a mail.",
        what: act({ kind: "agent-down", on: true }),
        ends: {
          label: "Up again",
          what: act({ kind: "agent-down", on: false }),
          isOn: ({ agentDown }) => agentDown,
        },
      },
    ],
  },
  {
    title: "The engine that understands media",
    choices: [
      engine("Engine too slow", "slow", "The agent is asked without the file, after 20 seconds."),
      engine(
        "Engine throttled",
        "busy",
        "Free, so it is tried again; then the agent is asked without the file.",
      ),
      engine(
        "Engine down",
        "down",
        "It may have been paid, so it is not tried again: the agent is asked without the file.",
      ),
    ],
  },
  {
    title: "Statuses",
    choices: [
      statuses("Late", "late", "They come when the reply is long forgotten."),
      statuses("Never", "never", "An unknown send has no proof then: it is sent again, at most 3 times."),
      statuses("Reversed", "reversed", "“sent” after “read”: the ticks do not go back."),
      statuses("Normal", "normal", ""),
    ],
  },
  {
    title: "The machine",
    choices: [
      {
        label: "Kill the worker now",
        expect:
          "In the middle of a turn: of one that runs, or of the next when a message waits. The queue gives the work to another one after its visibility timeout, and it resumes.",
        what: act({ kind: "kill-worker" }),
        waits: {
          label: "The worker dies in its next turn…",
          isWaiting: ({ killWaits }) => killWaits === true,
        },
      },
      {
        label: "Let every start of the worker fail",
        expect:
          "As after a broken deploy: messages end as dead letters, here after 3 attempts instead of 200. Practise with doctor, status and redrive turns.",
        what: act({ kind: "worker-fails", on: true }),
        ends: {
          label: "Let the worker work again",
          what: act({ kind: "worker-fails", on: false }),
          isOn: ({ workerFails }) => workerFails,
        },
      },
    ],
  },
  {
    title: "Time",
    choices: [
      later(25, "The window closes."),
      later(13, "A handoff ends when no person has written. Time does not run back."),
    ],
  },
];
