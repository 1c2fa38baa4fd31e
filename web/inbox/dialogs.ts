import { signal } from "@preact/signals";

export type Dialog =
  | { kind: "preferences" | "switches" | "staff" }
  | { kind: "data"; contact?: string }
  | { kind: "hand-back" | "template"; conversation: string }
  /** `to`: who has the conversation. */
  | { kind: "take-over"; conversation: string; to: string };

const current = signal<Dialog | undefined>(undefined);

/** One dialog at a time. */
export const dialog = {
  current,
  show: (shown: Dialog): void => {
    current.value = shown;
  },
  close: (): void => {
    current.value = undefined;
  },
};
