import type { Bubble, ChatKey } from "../../local/page/protocol/protocol.ts";
import type { Fault } from "../../local/page/protocol/protocol-faults.ts";
import { act, type Done } from "./api.ts";
import { handBackAsStaff, replyAsStaff, sendTemplateAsStaff } from "./as-staff.ts";
import { bubbles, keyOf, traces, until } from "./state.ts";

/** `promise`: what will be seen. */
export type Demo = { title: string; promise: string; run(chat: ChatKey): Promise<void> };

const HOUR_MS = 3_600_000;

const fault = (what: Fault) => act({ do: "fault", fault: what }, { keepProblem: true });
const say = (chat: ChatKey, text: string) => act({ do: "say", ...chat, text });

/** Done when one more such message is on the phone. */
async function arrived(
  chat: ChatKey,
  send: () => Promise<boolean>,
  isIt: (bubble: Bubble) => boolean,
): Promise<boolean> {
  const onPhone = () =>
    [...bubbles.value.values()].filter((each) => keyOf(each) === keyOf(chat) && isIt(each)).length;
  const before = onPhone();
  const taken = await send();
  if (taken) await until(() => onPhone() > before);
  return taken;
}

/** Nothing more comes of the message. */
const ended = ({ message = "" }: Done) =>
  until(() => (traces.value.get(message)?.state ?? "waiting") !== "waiting");

/** Each step begins when the one before has happened. A step that fails ends the demo. */
export const DEMOS: readonly Demo[] = [
  {
    title: "Three quick messages",
    promise: "One turn answers all three: one question to the agent, one reply, one charge.",
    async run(chat) {
      for (const text of ["Hi!", "Do you have desk lamps?", "And do you ship to Canada?"])
        if (!(await say(chat, text))) return;
    },
  },
  {
    title: "The same webhook twice",
    promise: "“What happened” shows both deliveries, and one answer.",
    async run(chat) {
      const { message } = (await say(chat, "Do you ship to Canada?")) ?? {};
      if (message !== undefined)
        await act({ do: "fault", fault: { kind: "duplicate", when: "now", message } });
    },
  },
  {
    title: "A reply with an unknown outcome",
    promise:
      "WhatsApp accepts it, then the connection breaks. It is not sent again: the status proves that it arrived.",
    async run(chat) {
      await fault({ kind: "send", what: "cut-after-accept", times: 1 });
      await say(chat, "What are your opening hours?");
    },
  },
  {
    title: "The worker dies",
    promise:
      "While the agent thinks. The queue gives the work to another one (here after 8 seconds, in AWS after its visibility timeout), which resumes: answered once.",
    async run(chat) {
      await fault({ kind: "agent-slow", seconds: 5 });
      const { message } = (await say(chat, "What are your opening hours?")) ?? {};
      if (message !== undefined) await act({ do: "fault", fault: { kind: "kill-worker", message } });
      await fault({ kind: "agent-slow", seconds: 0 });
    },
  },
  {
    title: "A person takes over",
    promise:
      "“human” stops the bot at once; Ann replies in the inbox (open it beside the phone, and watch) and hands back; then the bot reads what happened.",
    async run(chat) {
      const asked = await say(chat, "human");
      if (!asked) return;
      await ended(asked);
      const text = "Hello, this is Ann. How can I help?";
      if (
        !(await arrived(
          chat,
          () => replyAsStaff(chat, text),
          (bubble) => bubble.text === text,
        ))
      )
        return;
      const thanks = await say(chat, "Thank you, that is all.");
      if (!thanks) return;
      await ended(thanks);
      await handBackAsStaff(chat);
    },
  },
  {
    title: "The window closes",
    promise:
      "25 hours pass, and only a template may be sent. Ann sends one from the inbox; the customer’s answer opens the window again. The clock stays ahead, because time does not run back.",
    async run(chat) {
      const said = await say(chat, "Do you ship to Canada?");
      if (!said) return;
      await ended(said);
      if (!(await act({ do: "advance-clock", milliseconds: 25 * HOUR_MS }))) return;
      const send = () => sendTemplateAsStaff(chat, "continue_chat");
      if (!(await arrived(chat, send, ({ template }) => template !== undefined))) return;
      const answer = await say(chat, "Yes, please send it.");
      if (!answer) return;
      await ended(answer);
      await handBackAsStaff(chat);
    },
  },
];
