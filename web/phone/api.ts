import { batch } from "@preact/signals";
import type { ChatKey } from "../../local/page/protocol/protocol.ts";
import type { Act, Acted } from "../../local/page/protocol/protocol-acts.ts";
import { apply, chosen, connected, problem, reset } from "./state.ts";

export type Done = Extract<Acted, { ok: true }> | (Extract<Acted, { ok: false }> & { message: string });

/** `undefined` when it failed, which the page shows. `keepProblem`: an earlier problem stays. */
export const act = (what: Act, { keepProblem = false } = {}): Promise<Done | undefined> =>
  post("/local/act", "application/json", JSON.stringify(what), keepProblem);

type About = { name: string; caption?: string; recorded?: "1" };

export function sendFile(chat: ChatKey, file: Blob, about: About): Promise<Done | undefined> {
  const query = new URLSearchParams({ ...chat, ...about, type: file.type || "application/octet-stream" });
  return post(`/local/file?${query}`, "application/octet-stream", file, false);
}

async function post(
  path: string,
  type: string,
  body: Blob | string,
  keepProblem: boolean,
): Promise<Done | undefined> {
  try {
    const response = await fetch(path, { method: "POST", headers: { "content-type": type }, body });
    if (response.status === 413) {
      problem.value = "That is too large for the local stack: a file may have at most 10 MB here.";
      return undefined;
    }
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
