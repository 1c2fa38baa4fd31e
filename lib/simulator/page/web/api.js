import { byId } from "./dom.js";
import { chosen } from "./state.js";

/** Shown until something succeeds. */
const complain = (text) => {
  byId("problem").textContent = text;
};

/** Has something done; `undefined` when it could not be, which is told. `keepProblem`: what was told before stays. */
export async function act(what, { keepProblem = false } = {}) {
  try {
    const response = await fetch("/local/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(what),
    });
    const answer = await response.json();
    if (!answer.ok) complain(answer.problem);
    else if (!keepProblem) complain("");
    // What is on the phone was said, also when its webhook was not taken yet.
    return answer.ok || answer.message !== undefined ? answer : undefined;
  } catch {
    complain("The local stack does not answer. Is `npm start` still running?");
    return undefined;
  }
}

/** In the chat that is shown. */
export const actHere = (what) => act({ ...chosen, ...what });

/** Listens for as long as the page is open; the browser connects again by itself, and gets a new snapshot then. */
export function listen({ onSnapshot, onChange, onConnection }) {
  const events = new EventSource("/local/events");
  events.addEventListener("snapshot", ({ data }) => onSnapshot(JSON.parse(data)));
  events.addEventListener("change", ({ data }) => onChange(JSON.parse(data)));
  events.addEventListener("open", () => onConnection(true));
  events.addEventListener("error", () => onConnection(false));
}
