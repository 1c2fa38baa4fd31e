import type { Board } from "./board.ts";
import { HeldWebhooks } from "./held-webhooks.ts";
import type { PageParts } from "./parts.ts";
import type { Acted, Fault, FaultState, Statuses } from "./protocol.ts";
import type { Recording } from "./recording.ts";
import { SendFaults } from "./send-faults.ts";
import { statusesOf } from "./statuses.ts";
import type { Turns } from "./turns.ts";

const DAYS = 24 * 3600_000;
const DONE: Acted = { ok: true };

/** Which headers of a delivery are made anew. */
const OF_CONNECTION = ["host", "connection", "content-length", "transfer-encoding", "accept-encoding", "keep-alive"];

type Parts = Pick<PageParts, "fakes" | "agent" | "clock" | "url" | "killWorker"> & { board: Board; turns: Turns; recording: Recording };

/** Everything that can be broken on purpose. */
export function breakable({ fakes, agent, clock, url, killWorker, board, turns, recording }: Parts) {
  const tell = () => board.tell({ kind: "faults", faults: state() });
  const held = new HeldWebhooks(tell);
  const sends = new SendFaults(tell);
  const setStatuses = statusesOf(fakes);
  const usualDelay = agent.delayMs;
  let statuses: Statuses = "normal";
  let agentDown = false;
  let slow = 0;
  fakes.meta.faults.from(sends.take("meta"));
  fakes.twilio.faults.from(sends.take("twilio"));

  function state(): FaultState {
    const hold = held.state;
    return { sends: sends.coming, agentSlowSeconds: slow, agentDown, statuses, ...(hold && { hold }) };
  }

  /** In the life of every message that is on its way. */
  function note(what: string): void {
    const open = turns.waiting().map(({ id }) => id);
    board.step(open, { kind: "fault", what });
  }

  /** The same bytes with the same signature, as a provider that never heard the answer. */
  async function duplicate(later: boolean): Promise<Acted> {
    const { last } = recording;
    if (!last) return { ok: false, problem: "Nobody has written yet: send a message first." };
    if (later) clock.move(3 * DAYS);
    const headers = Object.fromEntries(Object.entries(last.headers).filter(([name]) => !OF_CONNECTION.includes(name)));
    const response = await fetch(url + last.path, { method: "POST", headers, body: new Uint8Array(last.body) });
    await response.arrayBuffer();
    return { ok: true, data: { status: response.status } };
  }

  async function play(fault: Fault): Promise<Acted> {
    switch (fault.kind) {
      case "duplicate":
        return duplicate(fault.when === "3-days");
      case "hold":
        if (fault.count === 0) await held.release();
        else held.plan(fault.count);
        return DONE;
      case "send":
        sends.coming = fault.times === 0 ? [] : [...sends.coming, ...Array.from({ length: fault.times }, () => fault.what)].slice(0, 20);
        break;
      case "agent-slow":
        slow = fault.seconds;
        agent.delayMs = slow > 0 ? slow * 1000 : usualDelay;
        break;
      case "agent-down":
        agentDown = fault.on;
        agent.faults.always(agentDown ? { status: 503 } : undefined);
        break;
      case "statuses":
        statuses = fault.how;
        setStatuses(statuses);
        break;
      case "kill-worker":
        note("worker killed");
        return { ok: true, data: { killed: await killWorker() } };
    }
    tell();
    return DONE;
  }

  async function clear(): Promise<Acted> {
    await held.release();
    await play({ kind: "send", what: "cut", times: 0 });
    await play({ kind: "agent-slow", seconds: 0 });
    await play({ kind: "agent-down", on: false });
    return play({ kind: "statuses", how: "normal" });
  }

  return { state, play, clear, hold: held.hold };
}

export type Breakable = ReturnType<typeof breakable>;
