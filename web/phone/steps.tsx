import type { Trace } from "../../local/page/protocol/protocol.ts";
import type { Call, Step } from "../../local/page/protocol/steps.ts";
import { count } from "../shared/time.ts";

type Style = "good" | "wait" | "bad" | "log" | "";
type Told = readonly [mark: string, text: string, style: Style];

export const STATE_STYLE: Readonly<Record<Trace["state"], Style>> = {
  answered: "good",
  "handed-off": "wait",
  drafted: "wait",
  ignored: "wait",
  deferred: "wait",
  failed: "bad",
  waiting: "wait",
};

/** `40 ms`, `1.2 s`. */
const short = (milliseconds: number) =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

const isAccepted = (status: number) => status >= 200 && status < 300;

function webhook({ call: { status, took }, repeat, attempt }: Extract<Step, { kind: "webhook" }>): Told {
  const what = repeat
    ? "Webhook delivered again"
    : attempt > 1
      ? `Webhook, attempt ${attempt}`
      : "Webhook, signed";
  return [
    "📨",
    `${what}: answered ${status ?? "nothing"} in ${short(took)}`,
    status === 200 ? "good" : "bad",
  ];
}

function file({ what, call: { status, took } }: Extract<Step, { kind: "file" }>): Told {
  const words = what === "bytes" ? "Its bytes" : "File asked for at the provider";
  const isFound = status !== undefined && status < 400;
  return ["📎", `${words}: answered ${status ?? "nothing"} in ${short(took)}`, isFound ? "good" : "bad"];
}

function agent({ call: { status, took } }: Extract<Step, { kind: "agent" }>): Told {
  if (status === 200) return ["🤖", `Agent asked once: answered in ${short(took)}`, "good"];
  return ["🤖", `Agent: ${status ?? "no answer"} after ${short(took)}`, "bad"];
}

function part({ part: index, call: { status } }: Extract<Step, { kind: "part" }>): Told {
  if (status === undefined)
    return [
      "📤",
      `Part ${index} sent: no answer came. Unknown, so the system waits for a status instead of sending again`,
      "wait",
    ];
  return [
    "📤",
    `Part ${index} sent: ${isAccepted(status) ? "accepted" : `refused, ${status}`}`,
    isAccepted(status) ? "good" : "bad",
  ];
}

function status({ state, code, billed }: Extract<Step, { kind: "status" }>): Told {
  const cost = billed === undefined ? "" : billed ? ", billed" : ", free";
  return [
    "✅",
    `Status from WhatsApp: ${state}${code ? ` ${code}` : ""}${cost}`,
    state === "failed" ? "bad" : "good",
  ];
}

function log({ function: name, code, facts }: Extract<Step, { kind: "log" }>): Told {
  const values = Object.entries(facts).map(
    ([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return ["·", [name, code, ...values].join(" "), "log"];
}

function tell(step: Step): Told {
  switch (step.kind) {
    case "webhook":
      return webhook(step);
    case "ledger":
      return step.result === "repeat"
        ? ["📒", "Ledger: known already, so it is not answered twice", "good"]
        : ["📒", "Ledger: recorded, before 200 was said", "good"];
    case "queued":
      return ["⏳", `Wake-up queued, held back ${step.seconds} s or more in case more is written`, ""];
    case "turn":
      return [
        "🔁",
        step.messages > 0
          ? `Turn begins: answers ${count(step.messages, "message")}`
          : "Turn begins: answers no message",
        "",
      ];
    case "file":
      return file(step);
    case "agent":
      return agent(step);
    case "typing":
      return ["✍️", "Marked read, “typing…” shown", ""];
    case "part":
      return part(step);
    case "status":
      return status(step);
    case "ended":
      return ["🏁", `Ended: ${step.state}${step.reason ? ` (${step.reason})` : ""}`, STATE_STYLE[step.state]];
    case "fault":
      return ["⚡", `Broken on purpose: ${step.what}`, "bad"];
    case "log":
      return log(step);
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function CallDetails({ call: { method, url, request, status: code, response = "" } }: { call: Call }) {
  return (
    <details class="call">
      <summary>request and response</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long body must scroll by keyboard */}
      <pre tabIndex={0}>{`${method} ${url}\n\n${pretty(request)}`}</pre>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long body must scroll by keyboard */}
      <pre tabIndex={0}>{code === undefined ? "(no answer came)" : `${code}\n\n${pretty(response)}`}</pre>
    </details>
  );
}

export function StepView({ step, startedAt }: { step: Step; startedAt: number }) {
  const [mark, text, style] = tell(step);
  return (
    <li class={style}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      <span class="what">
        {text}
        {"call" in step && <CallDetails call={step.call} />}
      </span>
      <span class="after">{`+${short(Math.max(0, step.at - startedAt))}`}</span>
    </li>
  );
}
