import { durationOf } from "../shared/time.ts";
import { Chat } from "./chat.tsx";
import { Customers } from "./customers.tsx";
import { InboxBar } from "./inbox-bar.tsx";
import { Inside } from "./inside.tsx";
import { agent, clockOffset, connected, everySecond, now, problem, type View, view } from "./state.ts";

const VIEWS: readonly (readonly [View, string])[] = [
  ["chats", "Chats"],
  ["phone", "Phone"],
  ["inside", "Inside"],
];

function Agent() {
  const { kind, url } = agent.value ?? {};
  return (
    <p id="agent" class="quiet">
      {kind === "own" && `Answered by your own agent at ${url}`}
      {kind === "built-in" &&
        "Answered by the built-in agent of a lamp shop. Everything stays on this machine."}
    </p>
  );
}

function Clock() {
  everySecond();
  const offset = clockOffset.value;
  return (
    <p id="clock" class="quiet">
      {offset > 0 &&
        `The clock is ${durationOf(offset)} ahead: ${new Date(now()).toLocaleString()}. It does not run back.`}
    </p>
  );
}

function Connection() {
  const up = connected.value;
  return (
    <p id="connection" class={`badge ${up === undefined ? "" : up ? "good" : "bad"}`} role="status">
      {up === undefined ? "" : up ? "live" : "not connected: is npm start running?"}
    </p>
  );
}

const Views = () => (
  <nav class="views" aria-label="Views">
    {VIEWS.map(([name, label]) => (
      <button
        key={name}
        type="button"
        aria-current={view.value === name ? "true" : undefined}
        onClick={() => {
          view.value = name;
        }}
      >
        {label}
      </button>
    ))}
  </nav>
);

export const App = () => (
  <>
    <a class="skip" href="#say">
      Skip to the message field
    </a>
    <header class="top">
      <h1>Chatsby on WhatsApp</h1>
      <Agent />
      <Clock />
      <Connection />
    </header>
    <InboxBar />
    <Views />
    <main class="panes" data-view={view.value}>
      <Customers />
      <Chat />
      <Inside />
    </main>
    <p id="problem" class="problem" role="alert">
      {problem.value}
    </p>
  </>
);
