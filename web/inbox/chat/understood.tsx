import { useState } from "preact/hooks";
import type { FileOfMessage } from "../data/people.ts";

const VERBS: Readonly<Record<string, string>> = {
  voice: "Heard",
  audio: "Heard",
  image: "Seen",
  sticker: "Seen",
  video: "Seen",
};

/** Characters that are shown at first. */
const MAX_SHORT = 400;
/** Below it the machine itself is unsure. */
const SURE = 0.6;

/** Says that a machine understood it: it may be wrong, and is not what the customer wrote. */
export function Understood({ file: { kind, understood, notUnderstood } }: { file: FileOfMessage }) {
  const [isWhole, setWhole] = useState(false);
  const verb = VERBS[kind] ?? "Read";
  if (notUnderstood !== undefined)
    return (
      <p class="understood">
        <span class="understood-head">Not {verb.toLowerCase()} by the machine:</span> {notUnderstood}
      </p>
    );
  if (understood === undefined) return null;
  const { text, language, confidence = 1, cut } = understood;
  const characters = Array.from(text);
  const isShort = isWhole || characters.length <= MAX_SHORT;
  const shown = isShort ? text : characters.slice(0, MAX_SHORT).join("");
  return (
    <div class="understood">
      <span class="understood-head">{verb}:</span>{" "}
      <span class="machine" title="A machine wrote this down. It may be wrong.">
        {confidence < SURE ? "by a machine, unsure" : "by a machine"}
      </span>
      <p dir="auto" {...(language !== undefined && { lang: language })}>
        {`“${shown}${isShort && !cut ? "" : "…"}”`}
      </p>
      {!isShort && (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          Show all
        </button>
      )}
    </div>
  );
}
