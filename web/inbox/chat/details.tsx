import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { now } from "../data/clock.ts";
import { type Chat, me, nameOf } from "../data/people.ts";
import { dialog } from "../dialogs.ts";
import { IconButton } from "../parts/icon.tsx";
import { longFor, windowLeft } from "../parts/times.ts";
import { REASONS } from "./words.ts";

/** On a wide screen they stand beside the chat, else over it. */
export const showDetails = signal(false);

const Row = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <div class="fact">
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const MAIL = /^[^\s@<>"?&%]+@[^\s@<>"?&%]+\.[^\s@<>"?&%]+$/;
const PHONE = /^\+?[\d\s().-]{6,25}$/;

/** A mail address and a phone number can be opened; everything else is text. */
function Value({ text }: { text: string }) {
  const href = MAIL.test(text)
    ? `mailto:${text}`
    : PHONE.test(text)
      ? `tel:${text.replace(/[^\d+]/g, "")}`
      : undefined;
  if (href === undefined) return <bdi>{text}</bdi>;
  return (
    <a href={href} rel="noopener noreferrer">
      <bdi>{text}</bdi>
    </a>
  );
}

function WindowFact({ closesAt }: { closesAt: number | undefined }) {
  const { state, leftMs } = windowLeft(closesAt, now());
  if (state === "unknown") return null;
  return (
    <Row label="You can answer">
      {state === "closed" ? (
        <span class="bad">with a template only: the customer has not written for 24 hours</span>
      ) : (
        <span class={state === "low" ? "bad" : ""}>{`freely for ${longFor(leftMs)}`}</span>
      )}
    </Row>
  );
}

const BOT: Readonly<Record<Chat["state"], string>> = {
  bot: "answers",
  waiting: "silent until somebody of the team has answered",
  person: "silent while the team has the chat",
  "opted-out": "silent",
};

function Customer({ chat }: { chat: Chat }) {
  const { customer = {}, phone, number, state, windowClosesAt, resumesAt, botUntil = 0 } = chat;
  const { profileName, username, userId } = customer;
  const digits = customer.phone ?? phone;
  return (
    <dl class="facts">
      {profileName !== undefined && (
        <Row label="Name">
          <bdi>{profileName}</bdi>
        </Row>
      )}
      {digits && (
        <Row label="Phone">
          <Value text={`+${digits.replace(/^\+/, "")}`} />
        </Row>
      )}
      {username !== undefined && (
        <Row label="Username">
          <bdi>{username}</bdi>
        </Row>
      )}
      {userId !== undefined && !digits && (
        <Row label="User id">
          <bdi>{userId}</bdi>
        </Row>
      )}
      {number !== undefined && <Row label="Wrote to">{number}</Row>}
      <Row label="Bot">{botUntil > now() ? "answers until the team is there" : BOT[state]}</Row>
      {resumesAt !== undefined && state !== "bot" && resumesAt > now() && (
        <Row label="Bot comes back">{`in ${longFor(resumesAt - now())}, unless somebody writes`}</Row>
      )}
      <WindowFact closesAt={windowClosesAt} />
      <Row label="Messages">{state === "opted-out" ? "the customer has opted out" : "allowed"}</Row>
    </dl>
  );
}

function Lead({ lead }: { lead: Chat["lead"] }) {
  const fields = Object.entries(lead?.fields ?? {});
  if (fields.length === 0) return null;
  return (
    <section aria-labelledby="lead-title">
      <h3 id="lead-title">Lead</h3>
      <dl class="facts">
        {fields.map(([name, { value }]) => (
          <Row key={name} label={name}>
            <Value text={value} />
          </Row>
        ))}
      </dl>
    </section>
  );
}

function Handoff({ handoff }: { handoff: Chat["handoff"] }) {
  if (!handoff) return null;
  return (
    <section aria-labelledby="handoff-title">
      <h3 id="handoff-title">Why a person</h3>
      <p>
        <bdi>{REASONS[handoff.reason] ?? handoff.reason}</bdi>
      </p>
      {handoff.summary !== undefined && (
        <p class="summary" dir="auto">
          {handoff.summary}
        </p>
      )}
    </section>
  );
}

export const Details = ({ chat }: { chat: Chat }) => (
  <aside class={`details ${showDetails.value ? "is-open" : ""}`} aria-labelledby="details-title">
    <header class="details-head">
      <h2 id="details-title">
        About <bdi>{nameOf(chat)}</bdi>
      </h2>
      <IconButton
        name="close"
        label="Close"
        style="details-close"
        onClick={() => {
          showDetails.value = false;
        }}
      />
    </header>
    <Customer chat={chat} />
    <Handoff handoff={chat.handoff} />
    <Lead lead={chat.lead} />
    {me.value?.admin && (
      <button
        type="button"
        class="link"
        onClick={() => dialog.show({ kind: "data", contact: chat.conversation })}
      >
        Export or erase this customer’s data
      </button>
    )}
  </aside>
);
