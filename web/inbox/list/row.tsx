import { now } from "../data/clock.ts";
import { isMe, me, nameOf, type Row, staffName } from "../data/people.ts";
import { linkTo, opened } from "../data/route.ts";
import { Avatar } from "../parts/avatar.tsx";
import { shortFor, shortTime, windowLeft } from "../parts/times.ts";

function Window({ closesAt, always }: { closesAt: number | undefined; always: boolean }) {
  const { state, leftMs } = windowLeft(closesAt, now());
  if (state === "unknown" || (state === "open" && !always)) return null;
  if (state === "closed") return <span class="tag is-quiet">window closed</span>;
  return <span class={`tag ${state === "low" ? "is-bad" : "is-quiet"}`}>{`${shortFor(leftMs)} left`}</span>;
}

function State({ row: { state, assignee, waitingSince, botUntil = 0 } }: { row: Row }) {
  if (state === "opted-out") return <span class="tag is-quiet">opted out</span>;
  if (assignee !== undefined)
    return (
      <span class="tag is-person" dir="auto">
        {isMe(assignee) ? "you" : staffName(assignee)}
      </span>
    );
  if (state === "waiting" && botUntil > now())
    return <span class="tag is-quiet">{`bot, then team in ${shortFor(botUntil - now())}`}</span>;
  if (state === "waiting")
    return (
      <span class="tag is-wait">
        {waitingSince === undefined ? "waits" : `waits ${shortFor(now() - waitingSince)}`}
      </span>
    );
  if (state === "person") return <span class="tag is-person">team</span>;
  return <span class="tag is-quiet">bot</span>;
}

const NumberTag = ({ number }: { number: string | undefined }) =>
  number !== undefined && (me.value?.numbers.length ?? 0) > 1 ? (
    <span class="tag is-plain">{number}</span>
  ) : null;

/** One conversation in a list. */
export function ConversationRow({ row }: { row: Row }) {
  const { conversation, number, lastText, lastAt, state, windowClosesAt, unread, waitingDrafts = 0 } = row;
  const name = nameOf(row);
  const isOpen = opened.value === conversation;
  return (
    <li>
      <a
        class={`row ${unread ? "is-unread" : ""}`}
        href={linkTo(conversation)}
        aria-current={isOpen ? "true" : undefined}
        data-conversation={conversation}
      >
        <Avatar name={name} id={conversation} />
        <span class="row-body">
          <span class="row-line">
            <bdi class="row-name">{name}</bdi>
            <time class="row-time">{shortTime(lastAt, now())}</time>
          </span>
          <span class="row-line">
            <span class="row-text" dir="auto">
              {lastText}
            </span>
            {unread && <span class="dot" role="img" aria-label="unread" />}
          </span>
          <span class="row-tags">
            {waitingDrafts > 0 && <span class="tag is-wait">tap to send</span>}
            <State row={row} />
            <Window closesAt={windowClosesAt} always={state === "waiting"} />
            <NumberTag number={number} />
          </span>
        </span>
      </a>
    </li>
  );
}
