import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import { preferences } from "../notify/preferences.ts";
import { optionId, SavedReplies, savedFor } from "./saved.tsx";

type FieldProps = {
  area: RefObject<HTMLTextAreaElement | null>;
  value: string;
  label: string;
  isBusy: boolean;
  hasSaved: boolean;
  onWrite(text: string): void;
  onSend(): void;
  onEscape(): void;
};

/** Grows with its text; style.css bounds it. */
function useGrowth({ area, value }: FieldProps): void {
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [area, value]);
}

/** Where staff write: several lines, and `/` for the saved replies. */
export function TextField(props: FieldProps) {
  const { area, value, label, isBusy, hasSaved, onWrite, onSend, onEscape } = props;
  useGrowth(props);
  const [chosen, setChosen] = useState(0);
  const saved = hasSaved ? savedFor(value) : undefined;
  const at = Math.min(chosen, Math.max(0, (saved?.length ?? 0) - 1));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const { key } = event;
    const picked = saved?.[at];
    if (picked && (key === "ArrowDown" || key === "ArrowUp")) {
      event.preventDefault();
      setChosen((at + (key === "ArrowDown" ? 1 : saved.length - 1)) % saved.length);
      return;
    }
    if (picked && (key === "Enter" || key === "Tab") && !event.shiftKey) {
      event.preventDefault();
      onWrite(picked.text);
      setChosen(0);
      return;
    }
    if (key === "Escape") return onEscape();
    const withModifier = event.ctrlKey || event.metaKey;
    if (key !== "Enter" || event.shiftKey || !(preferences.value.enterSends || withModifier)) return;
    event.preventDefault();
    onSend();
  };
  const isList = saved !== undefined && saved.length > 0;
  return (
    <>
      {saved && <SavedReplies saved={saved} chosen={at} onPick={onWrite} />}
      <label class="hidden" for="reply">
        {label}
      </label>
      <textarea
        id="reply"
        ref={area}
        rows={1}
        dir="auto"
        placeholder={label}
        value={value}
        readOnly={isBusy}
        autocomplete="off"
        aria-describedby="reply-hint"
        aria-autocomplete={hasSaved ? "list" : undefined}
        aria-controls={isList ? "saved" : undefined}
        aria-activedescendant={isList ? optionId(at) : undefined}
        onInput={({ currentTarget }) => onWrite(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
    </>
  );
}
