import type { Act } from "../../local/page/protocol-acts.ts";
import type { Fault } from "../../local/page/protocol-faults.ts";
import { durationOf } from "../shared/time.ts";
import { act } from "./api.ts";
import { clockOffset, faults } from "./state.ts";

const HOUR_MS = 3_600_000;

/** `expect`: what should be seen then. */
type Choice = { label: string; expect?: string; what: Act };

const fault = (label: string, what: Fault, expect = ""): Choice => ({
  label,
  expect,
  what: { do: "fault", fault: what },
});

const GROUPS: readonly { title: string; choices: readonly Choice[] }[] = [
  {
    title: "Webhooks",
    choices: [
      fault(
        "Deliver the last one again",
        { kind: "duplicate", when: "now" },
        "Providers repeat, also in the same second. Nothing is answered twice.",
      ),
      fault(
        "Deliver it again in 3 days",
        { kind: "duplicate", when: "3-days" },
        "Meta repeats for 7 days. The ledger still knows it.",
      ),
      fault(
        "Hold the next 2, deliver in reverse",
        { kind: "hold", count: 2 },
        "Messages overtake each other. They are answered by the time they were written.",
      ),
      fault("Deliver what is held", { kind: "hold", count: 0 }),
    ],
  },
  {
    title: "The next reply",
    choices: [
      fault(
        "Taken, then no answer",
        { kind: "send", what: "timeout-after-accept", times: 1 },
        "A time-out after acceptance. One bubble: the status proves that it arrived.",
      ),
      fault(
        "Taken, then cut off",
        { kind: "send", what: "cut-after-accept", times: 1 },
        "The same, at once.",
      ),
      fault(
        "Cut off before",
        { kind: "send", what: "cut", times: 1 },
        "It did not arrive. No status comes, so after a time of grace it is sent again.",
      ),
      fault(
        "Provider's error 5xx",
        { kind: "send", what: "5xx", times: 1 },
        "Unknown too: waits for a status.",
      ),
      fault(
        "131056: too fast for one customer",
        { kind: "send", what: "131056", times: 1 },
        "Waits, and sends again.",
      ),
      fault(
        "130429: number too fast",
        { kind: "send", what: "130429", times: 1 },
        "The whole number waits, its other customers too.",
      ),
      fault(
        "131047: window closed",
        { kind: "send", what: "131047", times: 1 },
        "By our own clock it is open, so it is sent again; refused for long, the reply is deferred until the customer writes again.",
      ),
      fault(
        "190: token expired",
        { kind: "send", what: "190", times: 1 },
        "The number stops and tells a person; nothing is lost. Here it is fixed by itself, with the next try.",
      ),
    ],
  },
  {
    title: "The agent",
    choices: [
      fault(
        "Slow: 8 seconds",
        { kind: "agent-slow", seconds: 8 },
        "“typing…” is shown; other customers do not wait.",
      ),
      fault("Fast again", { kind: "agent-slow", seconds: 0 }),
      fault(
        "Down",
        { kind: "agent-down", on: true },
        "Asked again, then the customer gets an honest line, and your team a mail.",
      ),
      fault("Up again", { kind: "agent-down", on: false }),
    ],
  },
  {
    title: "Statuses",
    choices: [
      fault("Late", { kind: "statuses", how: "late" }, "They come when the reply is long forgotten."),
      fault(
        "Never",
        { kind: "statuses", how: "never" },
        "An unknown send has no proof then: it is sent again, at most 3 times.",
      ),
      fault(
        "Reversed",
        { kind: "statuses", how: "reversed" },
        "“sent” after “read”: the ticks do not go back.",
      ),
      fault("Normal", { kind: "statuses", how: "normal" }),
    ],
  },
  {
    title: "The machine",
    choices: [
      fault(
        "Kill the worker now",
        { kind: "kill-worker" },
        "In the middle of a turn: of one that runs, or of the next when a message waits. The queue gives the work to another one after its visibility timeout, and it resumes.",
      ),
    ],
  },
  {
    title: "Time",
    choices: [
      {
        label: "25 hours later",
        expect: "The window closes.",
        what: { do: "advance-clock", milliseconds: 25 * HOUR_MS },
      },
      {
        label: "13 hours later",
        expect: "A handoff ends when no person has written.",
        what: { do: "advance-clock", milliseconds: 13 * HOUR_MS },
      },
      { label: "Now again", what: { do: "reset-clock" } },
    ],
  },
];

function brokenNow(): string {
  const { sends, agentSlowSeconds, agentDown, statuses, hold, killWaits } = faults.value;
  const broken = [
    sends.length > 0 && `next sends: ${sends.join(", ")}`,
    agentSlowSeconds > 0 && `agent slow by ${agentSlowSeconds} s`,
    agentDown && "agent down",
    statuses !== "normal" && `statuses ${statuses}`,
    hold && `webhooks held: ${hold.held} of ${hold.count}`,
    killWaits && "the worker dies in its next turn",
    clockOffset.value > 0 && `clock ahead by ${durationOf(clockOffset.value)}`,
  ].filter(Boolean);
  return broken.join("; ") || "Nothing is broken.";
}

export const Faults = () => (
  <>
    <p id="broken" role="status">
      {brokenNow()}
    </p>
    <p>
      <button type="button" onClick={() => act({ do: "clear-faults" })}>
        End all faults
      </button>
    </p>
    {GROUPS.map(({ title, choices }) => (
      <section key={title} aria-label={title}>
        <h3>{title}</h3>
        <ul class="faults">
          {choices.map(({ label, expect, what }) => (
            <li key={label}>
              <button type="button" onClick={() => act(what)}>
                {label}
              </button>
              {expect && <span class="quiet">{expect}</span>}
            </li>
          ))}
        </ul>
      </section>
    ))}
    <p>
      <a href="/local/export" download="session.json">
        Save this session
      </a>
      {" for "}
      <code>npm run wa -- replay session.json</code>
    </p>
  </>
);
