import { byId, fill, h, span, timeOf } from "./dom.js";
import { chosen, isShown, keyOf, now, state } from "./state.js";

const REASONS = {
  asked: "the customer asked for a person",
  agent: "the agent asked for a person",
  phrase: "the agent promised a person",
  "agent-failed": "the agent could not answer",
  operator: "a colleague took over",
  app: "somebody answered from the Business app",
  stale: "the message came late",
  loop: "another bot seems to be on the other side",
};

const usd = (amount) => `${amount.toFixed(4)} USD`;

/** The chat at the moment: may the bot speak, and for how long. */
export function drawFacts() {
  const chat = state.chats.get(keyOf(chosen));
  const row = (label, value, style = "") => [h("dt", {}, label), h("dd", { class: style }, value)];
  byId("clock").textContent = state.offset > 0 ? `Clock moved ahead by ${span(state.offset)}: ${new Date(now()).toLocaleString()}` : "";
  if (!chat) {
    fill(byId("facts"), ...row("Chat", "Nothing was written yet."));
    return;
  }
  const left = chat.windowClosesAt === undefined ? 0 : chat.windowClosesAt - now();
  const person = chat.handoff ?? (chat.pausedAt === undefined ? undefined : { reason: "operator" });
  const bot = chat.switchedOff
    ? ["switched off", "bad"]
    : chat.optedOut
      ? ["silent: the customer wants no messages", "bad"]
      : person
        ? [`silent: ${REASONS[person.reason] ?? person.reason}`, "wait"]
        : ["answers", "good"];
  fill(
    byId("facts"),
    ...row("Bot", ...bot),
    ...row("24-hour window", left > 0 ? `open for ${span(left)}` : "closed: only a template may be sent", left > 0 ? "good" : "bad"),
    ...(chat.resumesAt !== undefined ? row("Bot comes back", `in ${span(chat.resumesAt - now())}, unless a person writes`) : []),
    ...(chat.noTemplates && !chat.optedOut ? row("Offers", "stopped by the customer", "wait") : []),
    ...(chat.waiting > 0 ? row("Waiting", `${chat.waiting} message${chat.waiting === 1 ? "" : "s"} for a turn`, "wait") : []),
    ...(chat.lead
      ? row(
          "Lead",
          Object.entries(chat.lead)
            .map(([name, { value }]) => `${name}: ${value}`)
            .join(", "),
        )
      : []),
    ...row(
      "WhatsApp's charge",
      `${chat.cost.free} free, ${chat.cost.billed} billed: ${usd(chat.cost.amount)} (at ${chat.cost.rate} USD, an example)`,
    ),
    ...row("Conversation", chat.conversation),
  );
}

const took = (call) => (call.took < 1000 ? `${Math.round(call.took)} ms` : `${(call.took / 1000).toFixed(1)} s`);
const ended = { answered: "good", "handed-off": "wait", ignored: "wait", held: "wait", failed: "bad", waiting: "wait" };

/** A sentence for each step, and how it went. */
function told(step) {
  switch (step.kind) {
    case "webhook": {
      const { status } = step.call;
      const what = step.repeat ? "Webhook delivered again" : step.attempt > 1 ? `Webhook, attempt ${step.attempt}` : "Webhook, signed";
      return ["📨", `${what}: answered ${status ?? "nothing"} in ${took(step.call)}`, status === 200 ? "good" : "bad"];
    }
    case "ledger":
      return step.result === "repeat"
        ? ["📒", "Ledger: known already, so it is not answered twice", "good"]
        : ["📒", "Ledger: recorded, before 200 was said", "good"];
    case "queued":
      return ["⏳", `Wake-up queued, held back ${step.seconds} s in case more is written`, ""];
    case "turn":
      return [
        "🔁",
        step.messages > 0
          ? `Turn begins: answers ${step.messages} message${step.messages === 1 ? "" : "s"}`
          : "Turn begins: words of your team",
        "",
      ];
    case "agent": {
      const { status } = step.call;
      return [
        "🤖",
        status === 200 ? `Agent asked once: answered in ${took(step.call)}` : `Agent: ${status ?? "no answer"} after ${took(step.call)}`,
        status === 200 ? "good" : "bad",
      ];
    }
    case "typing":
      return ["✍️", "Marked read, “typing…” shown", ""];
    case "part": {
      const { status } = step.call;
      if (status === undefined)
        return ["📤", `Part ${step.part} sent: no answer came. Unknown, so the system waits for a status instead of sending again`, "wait"];
      return [
        "📤",
        `Part ${step.part} sent: ${status >= 200 && status < 300 ? "accepted" : `refused, ${status}`}`,
        status >= 200 && status < 300 ? "good" : "bad",
      ];
    }
    case "status":
      return [
        "✅",
        `Status from WhatsApp: ${step.state}${step.code ? ` ${step.code}` : ""}${step.billed === undefined ? "" : step.billed ? ", billed" : ", free"}`,
        step.state === "failed" ? "bad" : "good",
      ];
    case "ended":
      return ["🏁", `Ended: ${step.state}${step.reason ? ` (${step.reason})` : ""}`, ended[step.state]];
    case "fault":
      return ["⚡", `Broken on purpose: ${step.what}`, "bad"];
    case "log":
      return [
        "·",
        `${step.function} ${step.code} ${Object.entries(step.facts)
          .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
          .join(" ")}`,
        "log",
      ];
    default:
      return ["·", step.kind, ""];
  }
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const callOf = ({ method, url, request, status, response }) =>
  h(
    "details",
    { class: "call" },
    h("summary", {}, "request and response"),
    h("pre", { tabindex: "0" }, `${method} ${url}\n\n${pretty(request)}`),
    h("pre", { tabindex: "0" }, status === undefined ? "(no answer came)" : `${status}\n\n${pretty(response ?? "")}`),
  );

function stepOf(step, startedAt) {
  const [mark, text, style] = told(step);
  const after = step.at - startedAt;
  return h(
    "li",
    { class: style },
    h("span", { class: "mark", "aria-hidden": "true" }, mark),
    h("span", { class: "what" }, text, step.call && callOf(step.call)),
    h("span", { class: "after" }, after < 1000 ? `+${Math.max(0, Math.round(after))} ms` : `+${(after / 1000).toFixed(1)} s`),
  );
}

/** Messages of one turn stand together. */
function turnsShown() {
  const groups = new Map();
  for (const trace of state.traces.values()) {
    if (!isShown(trace)) continue;
    const key = trace.turn ?? trace.id;
    const group = groups.get(key) ?? { key, turn: trace.turn, traces: [] };
    group.traces.push(trace);
    groups.set(key, group);
  }
  const startOf = ({ traces }) => Math.min(...traces.map(({ startedAt }) => startedAt));
  return [...groups.values()].sort((one, other) => startOf(other) - startOf(one));
}

const isNear = (one, other) =>
  one.kind === other.kind && one.kind !== "log" && JSON.stringify({ ...one, id: 0 }) === JSON.stringify({ ...other, id: 0 });

function cardOf({ turn, traces }, showLogs, open) {
  const startedAt = Math.min(...traces.map((each) => each.startedAt));
  const steps = traces
    .flatMap((each) => each.steps)
    .sort((one, other) => one.at - other.at || one.id - other.id)
    .filter((step, at, all) => !all.slice(0, at).some((before) => before.id === step.id || isNear(before, step)))
    .filter(({ kind }) => showLogs || kind !== "log");
  const count = (kind) => steps.filter((step) => step.kind === kind).length;
  const states = [...new Set(traces.map((each) => each.state))];
  const [texts, agents, parts] = [traces.map(({ id }) => state.bubbles.get(id)?.text).filter(Boolean), count("agent"), count("part")];
  const numbers = `${traces.length} message${traces.length === 1 ? "" : "s"} → ${agents} question${agents === 1 ? "" : "s"} to the agent → ${parts} part${parts === 1 ? "" : "s"} sent`;
  return h(
    "details",
    { class: "turn", open: open ? true : undefined, "data-turn": turn ?? traces[0].id },
    h(
      "summary",
      {},
      h("span", { class: "when" }, timeOf(startedAt)),
      h("span", { class: "text", dir: "auto" }, texts.join(" · ") || "Words of your team"),
      ...states.map((each) => h("span", { class: `badge ${ended[each]}` }, each)),
      h("span", { class: "quiet sum" }, turn ? numbers : `${traces.length} message, no turn yet`),
    ),
    h("ol", { class: "steps" }, ...steps.map((step) => stepOf(step, startedAt))),
  );
}

const MOST_TURNS = 30;

export function drawLife() {
  const list = byId("turns");
  const opened = new Set([...list.querySelectorAll("details.turn")].filter((each) => each.open).map((each) => each.dataset.turn));
  const closed = new Set([...list.querySelectorAll("details.turn")].filter((each) => !each.open).map((each) => each.dataset.turn));
  const calls = [...list.querySelectorAll("details.call")].some((each) => each.open);
  // Whoever reads a request must not lose it; it is drawn once it is closed.
  if (calls) return;
  const showLogs = byId("show-logs").checked;
  const turns = turnsShown().slice(0, MOST_TURNS);
  if (turns.length === 0) {
    fill(
      list,
      h(
        "p",
        { class: "quiet" },
        "Write something, and watch it: webhook → ledger → queue → turn → agent → parts → statuses. Every request and its response can be opened.",
      ),
    );
    return;
  }
  fill(
    list,
    ...turns.map((group, at) => {
      const key = group.turn ?? group.traces[0].id;
      return cardOf(group, showLogs, opened.has(key) || (at === 0 && !closed.has(key)));
    }),
  );
}

export function startInspector() {
  byId("show-logs").addEventListener("change", drawLife);
  byId("turns").addEventListener("toggle", (event) => event.target.matches("details.call") && !event.target.open && drawLife(), true);
}
