import { useState } from "preact/hooks";
import { call } from "../data/call.ts";
import { loadList } from "../data/lists.ts";
import { close } from "../data/route.ts";
import { dialog } from "../dialogs.ts";
import { Modal } from "../parts/modal.tsx";
import { download, exportContact } from "./export.ts";

/** Typed before anything is erased. */
const CONFIRMATION = "erase";

function Erase({ contact, onDone }: { contact: string; onDone(text: string): void }) {
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  async function erase() {
    setBusy(true);
    const answer = await call("forget", { body: { contact } });
    setBusy(false);
    if (!answer.ok) return onDone(answer.message);
    const items = answer.value.conversations.reduce((sum, { erased }) => sum + erased, 0);
    close();
    void loadList();
    onDone(`Erased: ${items} items.`);
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void erase();
      }}
    >
      <h3>Erase</h3>
      <p class="quiet">
        Everything that is kept about the customer goes, for good. It cannot be undone. If the customer writes
        again, the bot meets a stranger.
      </p>
      <label>
        {`Type “${CONFIRMATION}” to confirm`}
        <input
          autocomplete="off"
          autocapitalize="none"
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <button
        type="submit"
        class="danger"
        disabled={isBusy || contact === "" || typed.trim().toLowerCase() !== CONFIRMATION}
      >
        Erase for good
      </button>
    </form>
  );
}

/** What an admin does when a customer asks for their data, or for its end. */
export function CustomerData({ contact: given = "" }: { contact?: string }) {
  const [contact, setContact] = useState(given);
  const [said, setSaid] = useState("");
  async function save() {
    const exported = await exportContact(contact.trim());
    if (exported.ok) download(exported.file, "customer-data.json");
    setSaid(exported.ok ? "The file is downloaded. Delete it when the customer has it." : exported.message);
  }
  return (
    <Modal title="A customer’s data" onClose={dialog.close}>
      <label>
        Customer <span class="quiet">phone number with + and country code, user id, or conversation</span>
        <input
          value={contact}
          autocomplete="off"
          onInput={({ currentTarget }) => setContact(currentTarget.value)}
        />
      </label>
      <h3>Export</h3>
      <p class="quiet">All messages and facts as a JSON file.</p>
      <button type="button" disabled={contact.trim() === ""} onClick={() => void save()}>
        Download
      </button>
      <Erase contact={contact.trim()} onDone={setSaid} />
      <p role="status" dir="auto">
        {said}
      </p>
    </Modal>
  );
}
