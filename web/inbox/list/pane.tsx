import { choose, numberFilter, type View, view, waitingCount } from "../data/lists.ts";
import { isMe, me, staffName } from "../data/people.ts";
import { found, setWords, words } from "../data/search.ts";
import { dialog } from "../dialogs.ts";
import { Icon } from "../parts/icon.tsx";
import { Menu } from "../parts/menu.tsx";
import { signOut } from "../session/session.ts";
import { Rows } from "./rows.tsx";

const VIEWS: readonly (readonly [View, string])[] = [
  ["waiting", "Waiting"],
  ["mine", "Mine"],
  ["recent", "All"],
];

function Search() {
  return (
    <search class="search">
      <Icon name="search" />
      <label class="hidden" for="search">
        Search by phone, name or lead
      </label>
      <input
        id="search"
        type="search"
        placeholder="Phone, name, lead"
        autocomplete="off"
        dir="auto"
        value={words.value}
        onInput={({ currentTarget }) => setWords(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === "Escape") setWords("");
        }}
      />
    </search>
  );
}

const Views = () => (
  <fieldset class="views" aria-label="Which conversations">
    {VIEWS.map(([name, label]) => (
      <button
        key={name}
        type="button"
        aria-pressed={!found.value && view.value === name}
        onClick={() => {
          setWords("");
          choose({ view: name });
        }}
      >
        {label}
        {name === "waiting" && waitingCount.value > 0 && (
          <span class="count">
            {waitingCount.value}
            <span class="hidden"> waiting</span>
          </span>
        )}
      </button>
    ))}
  </fieldset>
);

function NumberFilter() {
  const numbers = me.value?.numbers ?? [];
  if (numbers.length < 2) return null;
  return (
    <label class="number-filter">
      <span class="hidden">Number</span>
      <select
        value={numberFilter.value}
        onChange={({ currentTarget }) => choose({ number: currentTarget.value })}
      >
        <option value="">All numbers</option>
        {numbers.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function MainMenu() {
  const { user = "", admin = false } = me.value ?? {};
  return (
    <Menu label="Menu" icon="menu" style="is-end">
      {isMe(user) && (
        <p class="menu-note">
          Signed in as <bdi>{staffName(user)}</bdi>
          {admin && ", admin"}
        </p>
      )}
      <button type="button" onClick={() => dialog.show({ kind: "preferences" })}>
        Sound and keys
      </button>
      {admin && (
        <>
          <button type="button" onClick={() => dialog.show({ kind: "switches" })}>
            Switch the bot on or off
          </button>
          <button type="button" onClick={() => dialog.show({ kind: "staff" })}>
            Staff
          </button>
          <button type="button" onClick={() => dialog.show({ kind: "data" })}>
            A customer’s data
          </button>
        </>
      )}
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </Menu>
  );
}

/** Who writes, and which lists there are. */
export const ListPane = () => (
  <nav class="list" aria-label="Conversations">
    <header class="list-head">
      <div class="list-title">
        <h1>Inbox</h1>
        <NumberFilter />
        <MainMenu />
      </div>
      <Search />
      <Views />
    </header>
    <p class="hidden" role="status">
      {`${waitingCount.value} waiting`}
    </p>
    <Rows />
  </nav>
);
