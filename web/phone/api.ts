import { batch } from "@preact/signals";
import type { ChatKey } from "../../local/page/protocol.ts";
import type { Act, Acted } from "../../local/page/protocol-acts.ts";
import { apply, chosen, connected, problem, reset } from "./state.ts";

export type Done = Extract<Acted, { ok: true }> | (Extract<Acted, { ok: false }> & { message: string });

/** `undefined` when it failed, which the page shows. `keepProblem`: an earlier problem stays. */
export async function act(what: Act, { keepProblem = false } = {}): Promise<Done | undefined> {
  try {
    const response = await fetch("/local/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(what),
    });
    const answer: Acted = await response.json();
    if (!answer.ok) problem.value = answer.problem;
    else if (!keepProblem) problem.value = "";
    if (answer.ok) return answer;
    // The message is on the phone, although its webhook was not accepted yet.
    const { message } = answer;
    return message === undefined ? undefined : { ...answer, message };
  } catch {
    problem.value = "The local stack does not answer. Is `npm start` still running?";
    return undefined;
  }
}

type WithoutChat<Each> = Each extends ChatKey ? Omit<Each, keyof ChatKey> : never;

export const actHere = (what: WithoutChat<Act>): Promise<Done | undefined> =>
  act({ ...chosen.value, ...what } as Act);

/** As long as the page is open. The browser reconnects by itself and gets a new snapshot. */
export function listen(): void {
  const events = new EventSource("/local/events");
  events.addEventListener("snapshot", ({ data }) => batch(() => reset(JSON.parse(data))));
  events.addEventListener("change", ({ data }) => apply(JSON.parse(data)));
  events.addEventListener("open", () => {
    connected.value = true;
  });
  events.addEventListener("error", () => {
    connected.value = false;
  });
}
