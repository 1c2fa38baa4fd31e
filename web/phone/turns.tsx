import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Trace } from "../../local/page/protocol/protocol.ts";
import type { Step } from "../../local/page/protocol/steps.ts";
import { count, timeOf } from "../shared/time.ts";
import { bubbles, isShown, traces } from "./state.ts";
import { STATE_STYLE, StepView } from "./steps.tsx";

const MAX_TURNS = 30;
const showsLogs = signal(false);

/** The messages that one turn answers; or one message that has no turn yet. */
type Group = { key: string; turn: string | undefined; startedAt: number; traces: readonly Trace[] };

/** Newest first. By its first message: it keeps its key when it gets a turn, and so what is open in it. */
function groupsShown(): Group[] {
  const groups = Map.groupBy([...traces.value.values()].filter(isShown), ({ turn, id }) => turn ?? id);
  return [...groups]
    .map(([turn, those]) => ({
      key: those[0]?.id ?? turn,
      turn: those[0]?.turn,
      startedAt: Math.min(...those.map(({ startedAt }) => startedAt)),
      traces: those,
    }))
    .sort((one, other) => other.startedAt - one.startedAt);
}

const isSame = (one: Step, other: Step) =>
  one.id === other.id ||
  (one.kind === other.kind &&
    one.kind !== "log" &&
    JSON.stringify({ ...one, id: 0 }) === JSON.stringify({ ...other, id: 0 }));

const stepsOf = (group: Group): Step[] =>
  group.traces
    .flatMap(({ steps }) => steps)
    .sort((one, other) => one.at - other.at || one.id - other.id)
    .filter((step, index, all) => !all.slice(0, index).some((before) => isSame(before, step)));

const ABOUT: Readonly<Record<NonNullable<Trace["about"]>, string>> = {
  reaction: "A reaction",
  team: "Your team",
  system: "Automatic message",
};

const isOwn = ({ id }: Trace) => id.startsWith("turn:");

/** The customer's words, else what the business sent without being asked. */
function titleOf({ traces: those }: Group): string {
  const texts = those.flatMap(({ id }) => bubbles.value.get(id)?.text || []);
  if (texts.length > 0) return texts.join(" · ");
  const [first] = those;
  const sent = [...bubbles.value.values()].find(({ trace }) => trace !== undefined && trace === first?.id);
  const about = first?.about
    ? ABOUT[first.about]
    : first && isOwn(first)
      ? "Sent by the business"
      : "No words";
  return [about, sent?.text].filter(Boolean).join(": ");
}

function sumOf(group: Group, counted: (kind: Step["kind"]) => number): string {
  const messages = count(group.traces.length, "message");
  const parts = `${count(counted("part"), "part")} sent`;
  if (group.traces.every(isOwn)) return parts;
  if (group.turn) return `${messages} → ${count(counted("agent"), "question")} to the agent → ${parts}`;
  return `${messages}, no turn${group.traces.some(({ state }) => state === "waiting") ? " yet" : ""}`;
}

function TurnView({ group, isNewest }: { group: Group; isNewest: boolean }) {
  // Messages join a turn one by one, so it may become the newest only then. What somebody opens or closes
  // stays so.
  const isOpen = useRef(isNewest);
  isOpen.current ||= isNewest;
  const steps = stepsOf(group);
  const counted = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind).length;
  const states = [...new Set(group.traces.map(({ state }) => state))];
  return (
    <details class="turn" open={isOpen.current} data-turn={group.key}>
      <summary>
        <span class="when">{timeOf(group.startedAt)}</span>
        <span class="text" dir="auto">
          {titleOf(group)}
        </span>
        {states.map((state) => (
          <span key={state} class={`badge ${STATE_STYLE[state]}`}>
            {state}
          </span>
        ))}
        <span class="quiet sum">{sumOf(group, counted)}</span>
      </summary>
      <ol class="steps">
        {steps
          .filter(({ kind }) => showsLogs.value || kind !== "log")
          .map((step) => (
            <StepView key={step.id} step={step} startedAt={group.startedAt} />
          ))}
      </ol>
    </details>
  );
}

export function Turns() {
  const groups = groupsShown().slice(0, MAX_TURNS);
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          id="show-logs"
          checked={showsLogs.value}
          onChange={({ currentTarget }) => {
            showsLogs.value = currentTarget.checked;
          }}
        />{" "}
        Show the functions' log lines
      </label>
      <div id="turns">
        {groups.length === 0 && (
          <p class="quiet">
            Write something, and watch it: webhook → ledger → queue → turn → agent → parts → statuses. Every
            request and its response can be opened.
          </p>
        )}
        {groups.map((group, index) => (
          <TurnView key={group.key} group={group} isNewest={index === 0} />
        ))}
      </div>
    </>
  );
}
