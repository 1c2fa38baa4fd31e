import { act } from "./api.js";
import { byId, h, span } from "./dom.js";
import { state } from "./state.js";

const HOUR = 3_600_000;
const fault = (what) => act({ do: "fault", fault: what });

/** What really happens out there, and what should be seen then. */
const GROUPS = [
  {
    title: "Webhooks",
    faults: [
      [
        "Deliver the last one again",
        "Providers repeat, also in the same second. Nothing is answered twice.",
        () => fault({ kind: "duplicate", when: "now" }),
      ],
      [
        "Deliver it again in 3 days",
        "Meta repeats for 7 days. The ledger still knows it.",
        () => fault({ kind: "duplicate", when: "3-days" }),
      ],
      [
        "Hold the next 2, deliver in reverse",
        "Messages overtake each other. They are answered by the time they were written.",
        () => fault({ kind: "hold", count: 2 }),
      ],
      ["Deliver what is held", "", () => fault({ kind: "hold", count: 0 })],
    ],
  },
  {
    title: "The next reply",
    faults: [
      [
        "Taken, then no answer",
        "A time-out after acceptance. One bubble: the status proves that it arrived.",
        () => fault({ kind: "send", what: "timeout-after-accept", times: 1 }),
      ],
      ["Taken, then cut off", "The same, at once.", () => fault({ kind: "send", what: "cut-after-accept", times: 1 })],
      [
        "Cut off before",
        "It did not arrive. No status comes, so after a time of grace it is sent again.",
        () => fault({ kind: "send", what: "cut", times: 1 }),
      ],
      ["Provider's error 5xx", "Unknown too: waits for a status.", () => fault({ kind: "send", what: "5xx", times: 1 })],
      ["131056: too fast for one customer", "Waits, and sends again.", () => fault({ kind: "send", what: "131056", times: 1 })],
      [
        "130429: number too fast",
        "The whole number waits, its other customers too.",
        () => fault({ kind: "send", what: "130429", times: 1 }),
      ],
      [
        "131047: window closed",
        "By our own clock it is open, so it is sent again; refused for long, the reply is held until the customer writes again.",
        () => fault({ kind: "send", what: "131047", times: 1 }),
      ],
      [
        "190: token expired",
        "The number stops and tells a person; nothing is lost. Mended by itself here, with the next try.",
        () => fault({ kind: "send", what: "190", times: 1 }),
      ],
    ],
  },
  {
    title: "The agent",
    faults: [
      ["Slow: 8 seconds", "“typing…” is shown; other customers do not wait.", () => fault({ kind: "agent-slow", seconds: 8 })],
      ["Fast again", "", () => fault({ kind: "agent-slow", seconds: 0 })],
      ["Down", "Asked again, then the customer gets an honest line, and your team a mail.", () => fault({ kind: "agent-down", on: true })],
      ["Up again", "", () => fault({ kind: "agent-down", on: false })],
    ],
  },
  {
    title: "Statuses",
    faults: [
      ["Late", "They come when the reply is long forgotten.", () => fault({ kind: "statuses", how: "late" })],
      ["Never", "An unknown send has no proof then: it is sent again, at most 3 times.", () => fault({ kind: "statuses", how: "never" })],
      ["Reversed", "“sent” after “read”: the ticks do not go back.", () => fault({ kind: "statuses", how: "reversed" })],
      ["Normal", "", () => fault({ kind: "statuses", how: "normal" })],
    ],
  },
  {
    title: "The machine",
    faults: [
      [
        "Kill the worker now",
        "In the middle of a turn: of one that runs, or of the next when a message waits. The queue gives the work to another one after its visibility timeout, and it resumes.",
        () => fault({ kind: "kill-worker" }),
      ],
    ],
  },
  {
    title: "Time",
    faults: [
      ["25 hours later", "The window closes.", () => act({ do: "advance-clock", milliseconds: 25 * HOUR })],
      ["13 hours later", "A handoff ends when no person has written.", () => act({ do: "advance-clock", milliseconds: 13 * HOUR })],
      ["Now again", "", () => act({ do: "reset-clock" })],
    ],
  },
];

function stateText() {
  const { sends, agentSlowSeconds, agentDown, statuses, hold, killWaits } = state.faults;
  return (
    [
      sends.length > 0 && `next sends: ${sends.join(", ")}`,
      agentSlowSeconds > 0 && `agent slow by ${agentSlowSeconds} s`,
      agentDown && "agent down",
      statuses !== "normal" && `statuses ${statuses}`,
      hold && `webhooks held: ${hold.held} of ${hold.count}`,
      killWaits && "the worker dies in its next turn",
      state.offset > 0 && `clock ahead by ${span(state.offset)}`,
    ]
      .filter(Boolean)
      .join("; ") || "Nothing is broken."
  );
}

const row = ([label, what, run]) =>
  h("li", {}, h("button", { type: "button", onclick: run }, label), what && h("span", { class: "quiet" }, what));

/** Drawn once; only the line that says what is broken changes. */
export function drawFaults() {
  const panel = byId("panel-faults");
  if (panel.childElementCount === 0)
    panel.append(
      h("p", { id: "broken", role: "status" }),
      h("p", {}, h("button", { type: "button", onclick: () => act({ do: "clear-faults" }) }, "Mend everything")),
      ...GROUPS.flatMap(({ title, faults }) => [h("h3", {}, title), h("ul", { class: "faults" }, ...faults.map(row))]),
      h(
        "p",
        {},
        h("a", { href: "/local/export", download: "session.json" }, "Save this session"),
        " for ",
        h("code", {}, "npm run wa -- replay session.json"),
      ),
    );
  byId("broken").textContent = stateText();
}
