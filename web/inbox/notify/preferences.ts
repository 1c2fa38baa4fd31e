import { effect, signal } from "@preact/signals";

/** How this browser behaves. Nothing in it is about customers, so that it may be kept. */
type Preferences = { sound: boolean; notify: boolean; enterSends: boolean };

const KEY = "inbox.preferences";
/** On a touch keyboard Enter begins a new line, as in WhatsApp. */
const hasKeyboard = () => !matchMedia("(pointer: coarse)").matches;

function stored(): Preferences {
  const usual: Preferences = { sound: true, notify: false, enterSends: hasKeyboard() };
  try {
    const kept: Partial<Record<string, unknown>> = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const value = (name: keyof Preferences) => (typeof kept[name] === "boolean" ? kept[name] : usual[name]);
    return { sound: value("sound"), notify: value("notify"), enterSends: value("enterSends") };
  } catch {
    return usual;
  }
}

export const preferences = signal<Preferences>(stored());

export const prefer = (change: Partial<Preferences>): void => {
  preferences.value = { ...preferences.value, ...change };
};

export const keepPreferences = (): void => {
  effect(() => {
    const text = JSON.stringify(preferences.value);
    try {
      localStorage.setItem(KEY, text);
    } catch {
      // A browser that keeps nothing asks again next time.
    }
  });
};
