import { signal } from "@preact/signals";

const fromHash = () => decodeURIComponentSafely(location.hash.slice(1));

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The conversation that is open: `/inbox#<conversation>`. Empty: none. */
export const opened = signal("");

export function startRoute(): void {
  opened.value = fromHash();
  addEventListener("hashchange", () => {
    opened.value = fromHash();
  });
}

/** A conversation has moved: the same customer under another id. */
export function follow(conversation: string): void {
  history.replaceState(null, "", linkTo(conversation));
  opened.value = conversation;
}

export const linkTo = (conversation: string): string => `#${encodeURIComponent(conversation)}`;

/** Back to the list. */
export function close(): void {
  history.pushState(null, "", location.pathname);
  opened.value = "";
}
