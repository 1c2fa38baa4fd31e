import { act, actHere } from "./api.js";
import { byId, h } from "./dom.js";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const say = (text) => actHere({ do: "say", text });
const fault = (what) => act({ do: "fault", fault: what });

const DEMOS = [
  [
    "Three quick messages",
    "One turn answers all three: one question to the agent, one reply, one charge.",
    async () => {
      for (const text of ["Hi!", "Do you have desk lamps?", "And do you ship to Canada?"]) await say(text);
    },
  ],
  [
    "The same webhook twice",
    "“What happened” shows both deliveries, and one answer.",
    async () => {
      await say("Do you ship to Canada?");
      await fault({ kind: "duplicate", when: "now" });
    },
  ],
  [
    "A reply whose fate is unknown",
    "WhatsApp takes it, then the line goes dead. It is not sent again: the status proves that it arrived.",
    async () => {
      await fault({ kind: "send", what: "cut-after-accept", times: 1 });
      await say("What are your opening hours?");
    },
  ],
  [
    "The worker dies",
    "While the agent thinks. The queue gives the work to another one (here after 8 seconds, in AWS after its visibility timeout), which resumes: answered once.",
    async () => {
      await fault({ kind: "agent-slow", seconds: 5 });
      await say("What are your opening hours?");
      await pause(4_500);
      await fault({ kind: "kill-worker" });
      await fault({ kind: "agent-slow", seconds: 0 });
    },
  ],
  [
    "A person takes over",
    "“human” silences the bot at once; somebody replies; then the bot has it back, and is told what happened.",
    async () => {
      await say("human");
      await pause(4_500);
      await actHere({ do: "reply", text: "Hello, this is Sam. How can I help?" });
      await pause(3_500);
      await say("Thank you, that is all.");
      await pause(3_500);
      await actHere({ do: "resume" });
    },
  ],
  [
    "The window closes",
    "25 hours pass: a reply in free words is held. A template (“Your team”) brings the customer back.",
    async () => {
      await say("Do you ship to Canada?");
      await pause(4_500);
      await act({ do: "advance-clock", milliseconds: 25 * 3_600_000 });
      await actHere({ do: "reply", text: "Your lamp is ready." });
    },
  ],
];

export function startGuide() {
  const item = ([title, what, run]) => {
    const button = h("button", { type: "button" }, title);
    button.addEventListener("click", async () => {
      button.disabled = true;
      await run();
      button.disabled = false;
    });
    return h("li", {}, button, h("span", { class: "quiet" }, what));
  };
  byId("guide").append(...DEMOS.map(item));
}
