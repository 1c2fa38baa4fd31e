import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { DAY_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import type { Board } from "../board.ts";
import type { PageParts } from "../parts.ts";
import type { Acted } from "../protocol/protocol-acts.ts";
import type { EngineTrouble, Fault, FaultState, Statuses } from "../protocol/protocol-faults.ts";
import type { Recording } from "../watch/recording.ts";
import type { Turns } from "../watch/turns.ts";
import { DelayedWebhooks } from "./delayed-webhooks.ts";
import { breakEngines } from "./engine-faults.ts";
import { killsMidTurn } from "./kill-mid-turn.ts";
import { SendFaults } from "./send-faults.ts";
import { statusesOf } from "./statuses.ts";

const DONE: Acted = { ok: true };

const OF_CONNECTION = [
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "accept-encoding",
  "keep-alive",
];

type Parts = Pick<
  PageParts,
  "fakes" | "agent" | "engines" | "clock" | "url" | "killWorker" | "workerFails"
> & {
  board: Board;
  turns: Turns;
  recording: Recording;
  /** Ends what the faults have left behind. */
  repair(): Promise<void>;
};

export function breakable(parts: Parts) {
  const { fakes, agent, clock, url, killWorker, board, turns, recording } = parts;
  const tell = () => board.tell({ kind: "faults", faults: state() });
  const delayedWebhooks = new DelayedWebhooks(tell);
  const sends = new SendFaults(tell);
  const setStatuses = statusesOf(fakes);
  const usualDelay = agent.delayMs;
  let statuses: Statuses = "normal";
  let agentDown = false;
  let engine: EngineTrouble | undefined;
  let slow = 0;
  let killWaits = false;
  let workerFails = false;
  const killing = killsMidTurn({
    board,
    turns,
    killWorker,
    onWait(waits) {
      killWaits = waits;
      tell();
    },
  });
  fakes.meta.faults.from(sends.take("meta"));
  fakes.twilio.faults.from(sends.take("twilio"));

  function state(): FaultState {
    const hold = delayedWebhooks.state;
    return {
      sends: sends.coming,
      agentSlowSeconds: slow,
      agentDown,
      ...omitUndefined({ engine }),
      statuses,
      ...omitUndefined({ hold }),
      ...(killWaits && { killWaits }),
      tokenExpired: fakes.meta.account.tokenExpired,
      workerFails,
    };
  }

  /** The same bytes and signature, as from a provider that got no response. */
  async function duplicate({ when, message }: Extract<Fault, { kind: "duplicate" }>): Promise<Acted> {
    const last = recording.delivered(message);
    if (!last) return { ok: false, problem: missing(message) };
    if (when === "3-days") await clock.move(3 * DAY_MS);
    const headers = Object.fromEntries(
      Object.entries(last.headers).filter(([name]) => !OF_CONNECTION.includes(name)),
    );
    const response = await fetch(url + last.path, {
      method: "POST",
      headers,
      body: new Uint8Array(last.body),
    });
    await response.arrayBuffer();
    const { status } = response;
    return status === 200
      ? { ok: true, data: { status } }
      : { ok: false, problem: `The repeat was answered ${status} instead of 200.` };
  }

  function missing(message: string | undefined): string {
    if (delayedWebhooks.state?.held) return "The message is held back: deliver what is held first.";
    return message === undefined
      ? "Nobody has written yet: send a message first."
      : "No webhook has brought that message.";
  }

  async function hold(count: number): Promise<Acted> {
    if (count > 0) await delayedWebhooks.plan(count);
    else if (!delayedWebhooks.state) return { ok: false, problem: "Nothing is held back." };
    else await delayedWebhooks.release();
    return DONE;
  }

  async function play(fault: Fault): Promise<Acted> {
    switch (fault.kind) {
      case "duplicate":
        return duplicate(fault);
      case "hold":
        return hold(fault.count);
      case "send":
        sends.coming =
          fault.times === 0
            ? []
            : [...sends.coming, ...Array.from({ length: fault.times }, () => fault.what)].slice(0, 20);
        break;
      case "agent-slow":
        slow = fault.seconds;
        agent.delayMs = slow > 0 ? slow * SECOND_MS : usualDelay;
        break;
      case "agent-down":
        agentDown = fault.on;
        agent.faults.always(agentDown ? { status: 503 } : undefined);
        break;
      case "engine":
        engine = fault.how === "well" ? undefined : fault.how;
        breakEngines(parts.engines, engine);
        break;
      case "statuses":
        statuses = fault.how;
        setStatuses(statuses);
        break;
      case "kill-worker":
        return killing.kill(fault.message);
      case "token":
        fakes.meta.account.tokenExpired = fault.expired;
        fakes.twilio.account.tokenRevoked = fault.expired;
        break;
      case "worker-fails":
        await parts.workerFails(fault.on);
        workerFails = fault.on;
        break;
    }
    tell();
    return DONE;
  }

  async function clear(): Promise<Acted> {
    killing.callOff();
    await delayedWebhooks.release();
    await play({ kind: "send", what: "cut", times: 0 });
    await play({ kind: "agent-slow", seconds: 0 });
    await play({ kind: "agent-down", on: false });
    await play({ kind: "engine", how: "well" });
    await play({ kind: "token", expired: false });
    await play({ kind: "worker-fails", on: false });
    await play({ kind: "statuses", how: "normal" });
    await parts.repair();
    return DONE;
  }

  return {
    state,
    play,
    clear,
    hold: delayedWebhooks.hold,
    settled: delayedWebhooks.settled,
    stop: killing.callOff,
  };
}

export type Breakable = ReturnType<typeof breakable>;
