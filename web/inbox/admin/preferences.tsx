import { dialog } from "../dialogs.ts";
import { switchNotifications } from "../notify/notify.ts";
import { prefer, preferences } from "../notify/preferences.ts";
import { play } from "../notify/sound.ts";
import { Modal } from "../parts/modal.tsx";

type SwitchProps = { label: string; hint: string; checked: boolean; onChange(on: boolean): void };

const Switch = ({ label, hint, checked, onChange }: SwitchProps) => (
  <label class="switch">
    <input
      type="checkbox"
      checked={checked}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
    <span>
      <b>{label}</b>
      <span class="quiet">{hint}</span>
    </span>
  </label>
);

/** How the page behaves in this browser. */
export function Preferences() {
  const { sound, notify, enterSends } = preferences.value;
  return (
    <Modal title="Sound and keys" onClose={dialog.close}>
      <Switch
        label="Sound"
        hint="Two soft notes when a customer begins to wait."
        checked={sound}
        onChange={(on) => {
          prefer({ sound: on });
          if (on) void play();
        }}
      />
      <Switch
        label="Notifications"
        hint="From the browser, while this page is in the background. Without the customer’s name."
        checked={notify}
        onChange={(on) => void switchNotifications(on)}
      />
      <Switch
        label="Enter sends"
        hint="Otherwise Enter begins a new line, and Ctrl+Enter sends."
        checked={enterSends}
        onChange={(on) => prefer({ enterSends: on })}
      />
    </Modal>
  );
}
