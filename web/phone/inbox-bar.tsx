import { count } from "../shared/time.ts";
import { chatShown, chats, inbox } from "./state.ts";

/** Narrower, and the inbox opens as a tab: there is no place beside the phone. */
const WIDE = 1_000;
const LEAST_WIDTH = 480;

/** Where the page ends right of the phone. Without a window, because the browser forbids it, the link does as usual. */
function openBeside(event: MouseEvent & { currentTarget: HTMLAnchorElement }): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || innerWidth < WIDE) return;
  const { right = 0 } = document.querySelector(".phone")?.getBoundingClientRect() ?? {};
  const width = Math.round(Math.max(LEAST_WIDTH, innerWidth - right));
  const left = Math.round(screenX + innerWidth - width);
  const top = Math.round(screenY + outerHeight - innerHeight);
  const opened = open(
    event.currentTarget.href,
    "_blank",
    `popup,left=${left},top=${top},width=${width},height=${innerHeight}`,
  );
  if (opened) event.preventDefault();
}

function InboxLink({
  user,
  conversation,
  children,
}: {
  user: string;
  conversation: string;
  children: string;
}) {
  const fragment = conversation === "" ? "" : `#${encodeURIComponent(conversation)}`;
  return (
    <a
      href={`${inbox.value?.signIn}?user=${encodeURIComponent(user)}${fragment}`}
      target="_blank"
      onClick={openBeside}
      rel="noopener"
    >
      {children}
    </a>
  );
}

function Waiting({ user }: { user: string }) {
  const waiting = [...chats.value.values()].flatMap(({ conversation, waitingSince }) =>
    waitingSince === undefined ? [] : [{ conversation, waitingSince }],
  );
  const [longest] = waiting.sort((one, other) => one.waitingSince - other.waitingSince);
  return (
    <p id="waiting" role="status" class={longest ? "wait" : "quiet"}>
      {longest ? (
        <>
          {`${count(waiting.length, "customer")} ${waiting.length === 1 ? "waits" : "wait"} for a person. `}
          <InboxLink user={user} conversation={longest.conversation}>
            Open the inbox
          </InboxLink>
        </>
      ) : (
        "Nobody waits for a person."
      )}
    </p>
  );
}

/** The team answers in the product's own inbox, as a made-up member of staff. */
export function InboxBar() {
  const staff = inbox.value?.staff ?? [];
  const [first] = staff;
  if (!first) return null;
  const conversation = chatShown()?.conversation ?? "";
  return (
    <section class="inbox-bar" aria-label="The team's inbox">
      <p>
        <b>Your team’s inbox</b>
      </p>
      {staff.map(({ user, name, isAdmin }) => (
        <InboxLink key={user} user={user} conversation={conversation}>
          {`Open as ${name}${isAdmin ? " (admin)" : ""}`}
        </InboxLink>
      ))}
      <Waiting user={first.user} />
    </section>
  );
}
