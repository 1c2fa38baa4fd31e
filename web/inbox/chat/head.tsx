import type { ComponentChildren } from "preact";
import { assign, pauseBot, release } from "../data/acts.ts";
import { now } from "../data/clock.ts";
import { type Chat, isMe, nameOf, staffName } from "../data/people.ts";
import { close } from "../data/route.ts";
import { dialog } from "../dialogs.ts";
import { Avatar } from "../parts/avatar.tsx";
import { IconButton } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { dayAndTime, longFor } from "../parts/times.ts";
import { focusBox } from "../reply/box.ts";
import { showDetails } from "./details.tsx";
import { REASONS } from "./words.ts";

function MainAct({ chat: { conversation, state, assignee } }: { chat: Chat }) {
  if (state === "opted-out") return null;
  if (isMe(assignee))
    return (
      <button type="button" onClick={() => dialog.show({ kind: "hand-back", conversation })}>
        Hand back to the bot
      </button>
    );
  const label = assignee !== undefined || state === "bot" ? "Take over" : "I’ll answer";
  return (
    <button type="button" class="primary" onClick={() => void assign(conversation).then(focusBox)}>
      {label}
    </button>
  );
}

function MoreActs({ chat: { conversation, state, assignee } }: { chat: Chat }) {
  return (
    <Menu label="More" icon="more" style="is-end">
      <button type="button" onClick={() => dialog.show({ kind: "template", conversation })}>
        Send a template
      </button>
      {state === "bot" && (
        <>
          <button type="button" onClick={() => void pauseBot(conversation, { quiet: false })}>
            Pause the bot and tell the customer
          </button>
          <button type="button" onClick={() => void pauseBot(conversation, { quiet: true })}>
            Pause the bot quietly
          </button>
        </>
      )}
      {(state === "person" || state === "waiting") && (
        <button type="button" onClick={() => dialog.show({ kind: "hand-back", conversation })}>
          Hand back to the bot
        </button>
      )}
      {isMe(assignee) && (
        <button type="button" onClick={() => void release(conversation)}>
          Let a colleague answer
        </button>
      )}
    </Menu>
  );
}

/** Outside business hours: when people are there, and what the bot does until then. */
function closedText({ opensAt = 0, botUntil = 0 }: Chat): string[] {
  if (opensAt <= now()) return [];
  const back = `Outside business hours: the team is back ${dayAndTime(opensAt, now())}.`;
  return botUntil > now() ? [back, "The bot goes on until then, unless somebody takes the chat."] : [back];
}

/** Who has the chat, and why, in a sentence. */
function situationOf(chat: Chat): { style: string; strong?: ComponentChildren; rest: string } {
  const { state, assignee, waitingSince, handoff, resumesAt, drafts = [] } = chat;
  const reason = handoff && (REASONS[handoff.reason] ?? handoff.reason);
  const isComing = resumesAt !== undefined && resumesAt > now();
  const back = isComing ? `The bot comes back in ${longFor(resumesAt - now())} unless somebody writes.` : "";
  if (state === "opted-out")
    return { style: "is-bad", rest: "Wants no more messages. Only the customer can change that." };
  if (state === "bot") return { style: "", rest: "The bot answers. Your reply takes the chat over." };
  if (isMe(assignee)) return { style: "is-mine", strong: "You are answering.", rest: back };
  if (assignee !== undefined) {
    const name = <bdi>{staffName(assignee)}</bdi>;
    return { style: "is-person", strong: <>{name} is answering.</>, rest: back };
  }
  if (state === "person")
    return { style: "is-wait", strong: "With your team; nobody answers at the moment.", rest: back };
  if (handoff === undefined && drafts.length > 0)
    return { style: "is-wait", strong: "Waits for your tap.", rest: "The bot has written an answer below." };
  const since = waitingSince ?? handoff?.since;
  const strong =
    since === undefined ? "Waits for a person." : `Has waited ${longFor(now() - since)} for a person.`;
  const because = reason === undefined ? [] : [`Because ${reason}.`];
  return { style: "is-wait", strong, rest: [...because, ...closedText(chat)].join(" ") };
}

function Situation({ chat }: { chat: Chat }) {
  const { style, strong, rest } = situationOf(chat);
  return (
    <div class={`situation ${style}`}>
      <p>
        {strong !== undefined && <b>{strong}</b>} {rest}
      </p>
      <MainAct chat={chat} />
    </div>
  );
}

export function ChatHead({ chat }: { chat: Chat }) {
  const { conversation, number, phone } = chat;
  const name = nameOf(chat);
  return (
    <header class="chat-head">
      <div class="chat-who">
        <IconButton name="back" label="Back to the list" style="back" onClick={close} />
        <Avatar name={name} id={conversation} />
        <div class="chat-title">
          <h1 tabIndex={-1}>
            <bdi>{name}</bdi>
          </h1>
          <p class="quiet">
            {phone && <bdi>{`+${phone.replace(/^\+/, "")}`}</bdi>}
            {phone && number && " · "}
            {number}
          </p>
        </div>
        <IconButton
          name="info"
          label="About the customer"
          style="details-button"
          pressed={showDetails.value}
          onClick={() => {
            showDetails.value = !showDetails.value;
          }}
        />
        <MoreActs chat={chat} />
      </div>
      <Situation chat={chat} />
    </header>
  );
}
