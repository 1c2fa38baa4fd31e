import { act } from "./api.js";
import { byId, h } from "./dom.js";
import { chosen, keyOf, state, until } from "./state.js";

/** In the chat that was shown when the demo began. */
const inChat = (chat) => ({
  say: (text) => act({ do: "say", ...chat, text }),
  /** Done when the words are on the phone. */
  async reply(text) {
    const onPhone = () =>
      [...state.bubbles.values()].filter((each) => keyOf(each) === keyOf(chat) && each.from === "business" && each.text === text).length;
    const before = onPhone();
    const taken = await act({ do: "reply", ...chat, text });
    if (taken) await until(() => onPhone() > before);
    return taken;
  },
  resume: () => act({ do: "resume", ...chat }),
});
const fault = (what) => act({ do: "fault", fault: what });
/** Nothing more comes of the message. */
const ended = (message) => until(() => (state.traces.get(message)?.state ?? "waiting") !== "waiting");

/** Each step begins when the one before has happened; a step that could not be done says so, and ends the demo. */
const DEMOS = [
  [
    "Three quick messages",
    "One turn answers all three: one question to the agent, one reply, one charge.",
    async ({ say }) => {
      for (const text of ["Hi!", "Do you have desk lamps?", "And do you ship to Canada?"]) if (!(await say(text))) return;
    },
  ],
  [
    "The same webhook twice",
    "“What happened” shows both deliveries, and one answer.",
    async ({ say }) => {
      const said = await say("Do you ship to Canada?");
      if (said) await fault({ kind: "duplicate", when: "now", message: said.message });
    },
  ],
  [
    "A reply whose fate is unknown",
    "WhatsApp takes it, then the line goes dead. It is not sent again: the status proves that it arrived.",
    async ({ say }) => {
      await fault({ kind: "send", what: "cut-after-accept", times: 1 });
      await say("What are your opening hours?");
    },
  ],
  [
    "The worker dies",
    "While the agent thinks. The queue gives the work to another one (here after 8 seconds, in AWS after its visibility timeout), which resumes: answered once.",
    async ({ say }) => {
      await fault({ kind: "agent-slow", seconds: 5 });
      const said = await say("What are your opening hours?");
      if (said) await fault({ kind: "kill-worker", message: said.message });
      await act({ do: "fault", fault: { kind: "agent-slow", seconds: 0 } }, { keepProblem: true });
    },
  ],
  [
    "A person takes over",
    "“human” silences the bot at once; somebody replies; then the bot has it back, and is told what happened.",
    async ({ say, reply, resume }) => {
      const asked = await say("human");
      if (!asked) return;
      await ended(asked.message);
      if (!(await reply("Hello, this is Sam. How can I help?"))) return;
      const thanks = await say("Thank you, that is all.");
      if (!thanks) return;
      await ended(thanks.message);
      await resume();
    },
  ],
  [
    "The window closes",
    "25 hours pass: a reply in free words is held. A template (“Your team”) brings the customer back.",
    async ({ say, reply }) => {
      const said = await say("Do you ship to Canada?");
      if (!said) return;
      await ended(said.message);
      await act({ do: "advance-clock", milliseconds: 25 * 3_600_000 });
      await reply("Your lamp is ready.");
    },
  ],
];

export function startGuide() {
  const item = ([title, what, run]) => {
    const button = h("button", { type: "button" }, title);
    button.addEventListener("click", async () => {
      button.disabled = true;
      await run(inChat({ ...chosen }));
      button.disabled = false;
    });
    return h("li", {}, button, h("span", { class: "quiet" }, what));
  };
  byId("guide").append(...DEMOS.map(item));
}
