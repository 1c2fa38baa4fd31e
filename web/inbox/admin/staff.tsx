import { useState } from "preact/hooks";
import type { InboxResultOf } from "../../../lib/inbox-api/operations.ts";
import { call } from "../data/call.ts";
import { isMe } from "../data/people.ts";
import { dialog } from "../dialogs.ts";
import { Modal } from "../parts/modal.tsx";
import { useAnswer } from "./use-answer.ts";

type Member = InboxResultOf<"staff">["staff"][number];

const STATES: Readonly<Record<Member["state"], string>> = {
  invited: "invited, has not signed in yet",
  active: "",
  disabled: "may not sign in",
};

function MemberLine({ member, onRemove }: { member: Member; onRemove(): void }) {
  const { user, name, email, admin, state } = member;
  const [isSure, setSure] = useState(false);
  return (
    <li>
      <span>
        <b>
          <bdi>{name}</bdi>
        </b>
        {admin && <span class="tag is-plain">admin</span>}
        <span class="quiet">
          {" "}
          {email !== undefined && <bdi>{email}</bdi>} {STATES[state]}
        </span>
      </span>
      {!isMe(user) &&
        (isSure ? (
          <button type="button" class="danger" onClick={onRemove}>
            Remove for good
            <span class="hidden">{` ${name}`}</span>
          </button>
        ) : (
          <button type="button" onClick={() => setSure(true)}>
            Remove
            <span class="hidden">{` ${name}`}</span>
          </button>
        ))}
    </li>
  );
}

function Invite({ onDone }: { onDone(email: string): void }) {
  const [trouble, setTrouble] = useState("");
  async function invite(form: HTMLFormElement) {
    const given = new FormData(form);
    const [email, name] = [String(given.get("email")).trim(), String(given.get("name")).trim()];
    const admin = given.get("admin") !== null;
    const answer = await call("add-staff", { body: { email, ...(name && { name }), admin } });
    setTrouble(answer.ok ? "" : answer.message);
    if (!answer.ok) return;
    form.reset();
    onDone(email);
  }
  return (
    <form
      class="invite"
      onSubmit={(event) => {
        event.preventDefault();
        void invite(event.currentTarget);
      }}
    >
      <h3>Invite somebody</h3>
      <label>
        E-mail address
        <input name="email" type="email" required autocomplete="off" />
      </label>
      <label>
        Name <span class="quiet">as colleagues see it; optional</span>
        <input name="name" maxLength={60} autocomplete="off" dir="auto" />
      </label>
      <label class="check">
        <input name="admin" type="checkbox" />
        <span>Is an admin: may add staff, switch numbers, export and erase data</span>
      </label>
      <p class="trouble" role="alert">
        {trouble}
      </p>
      <button type="submit" class="primary">
        Send the invitation
      </button>
    </form>
  );
}

/** Who may sign in. */
export function Staff() {
  const { value, problem, reload } = useAnswer("staff", {});
  const [said, setSaid] = useState("");
  async function remove({ user, name }: Member) {
    const answer = await call("remove-staff", { body: { user } });
    setSaid(answer.ok ? `${name} is signed out and may not sign in any more.` : answer.message);
    reload();
  }
  return (
    <Modal title="Staff" onClose={dialog.close}>
      <ul class="lines">
        {(value?.staff ?? []).map((member) => (
          <MemberLine key={member.user} member={member} onRemove={() => void remove(member)} />
        ))}
      </ul>
      <p role="status" dir="auto">
        {problem || said}
      </p>
      <Invite
        onDone={(email) => {
          setSaid(`${email} gets a mail with the way to sign in.`);
          reload();
        }}
      />
    </Modal>
  );
}
