import { me } from "../data/people.ts";

type Saved = { name: string; text: string };

/** Saved replies that fit what was typed after the slash. `undefined`: no slash. */
export function savedFor(text: string): readonly Saved[] | undefined {
  const [, typed] = /^\/([^\n]{0,40})$/.exec(text) ?? [];
  if (typed === undefined) return undefined;
  const wanted = typed.trim().toLowerCase();
  return (me.value?.savedReplies ?? []).filter(
    ({ name, text: whole }) =>
      name.toLowerCase().includes(wanted) || (wanted.length > 2 && whole.toLowerCase().includes(wanted)),
  );
}

export const optionId = (index: number): string => `saved-${index}`;

type SavedProps = { saved: readonly Saved[]; chosen: number; onPick(text: string): void };

/** The list above the reply box. The arrow keys choose, Enter takes. */
export function SavedReplies({ saved, chosen, onPick }: SavedProps) {
  if (saved.length === 0)
    return (
      <p class="saved is-empty" role="status">
        {me.value?.savedReplies.length
          ? "No saved reply has this name."
          : "There are no saved replies yet. They are part of the settings."}
      </p>
    );
  return (
    <div class="saved" role="listbox" aria-label="Saved replies" id="saved">
      {saved.map(({ name, text }, index) => (
        <div
          key={name}
          id={optionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(text);
          }}
        >
          <b dir="auto">{`/${name}`}</b> <span dir="auto">{text}</span>
        </div>
      ))}
    </div>
  );
}
