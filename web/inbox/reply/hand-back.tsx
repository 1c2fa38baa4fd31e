import { useState } from "preact/hooks";
import { assign, handBack } from "../data/acts.ts";
import { chatShown } from "../data/chat.ts";
import { isMe, staffName } from "../data/people.ts";
import { dialog } from "../dialogs.ts";
import { Modal } from "../parts/modal.tsx";

export function HandBack({ conversation }: { conversation: string }) {
  const [note, setNote] = useState("");
  const [isBusy, setBusy] = useState(false);
  const { assignee } = chatShown() ?? {};
  return (
    <Modal title="Hand back to the bot" onClose={dialog.close}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          setBusy(true);
          const isDone = await handBack(conversation, note.trim());
          setBusy(false);
          if (isDone) dialog.close();
        }}
      >
        {assignee !== undefined && !isMe(assignee) && (
          <p class="trouble">
            <b>
              <bdi>{staffName(assignee)}</bdi> is answering this customer.
            </b>{" "}
            If you hand the chat back, your colleague loses it, too.
          </p>
        )}
        <p>From the customer’s next message on, the bot answers. It has read what you wrote.</p>
        <label>
          Anything else it should know? <span class="quiet">Optional. The customer does not see it.</span>
          <textarea
            rows={3}
            maxLength={2000}
            dir="auto"
            value={note}
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
          />
        </label>
        <footer class="modal-foot">
          <button type="button" onClick={dialog.close}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={isBusy}>
            Hand back
          </button>
        </footer>
      </form>
    </Modal>
  );
}

export const TakeOver = ({ conversation, to }: { conversation: string; to: string }) => (
  <Modal title="Take the chat over?" onClose={dialog.close}>
    <p>
      <b>
        <bdi>{staffName(to)}</bdi> is answering this customer.
      </b>{" "}
      If you take over, the chat is yours, and your colleague sees it.
    </p>
    <footer class="modal-foot">
      <button type="button" onClick={dialog.close}>
        Leave it
      </button>
      <button
        type="button"
        class="primary"
        onClick={() => {
          dialog.close();
          void assign(conversation, { force: true });
        }}
      >
        Take over
      </button>
    </footer>
  </Modal>
);
