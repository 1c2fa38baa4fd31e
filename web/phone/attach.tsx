import { useRef } from "preact/hooks";
import type { Media } from "../../local/page/protocol/protocol-acts.ts";
import { actHere, sendFile } from "./api.ts";
import { canRecord, record } from "./recording.tsx";
import { chosen } from "./state.ts";

const MEDIA: readonly (readonly [Media, string])[] = [
  ["photo", "Photo"],
  ["voice", "Voice note"],
  ["document", "Price list (PDF)"],
  ["spreadsheet", "Order (CSV)"],
  ["location", "Location"],
  ["contact", "Contact card"],
];

/** `takeText`: what is written becomes the caption. */
export function Attach({ takeText, done }: { takeText(): string; done(): void }) {
  const details = useRef<HTMLDetailsElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const close = () => {
    if (details.current) details.current.open = false;
    done();
  };
  const send = (what: Media) => {
    const caption = takeText();
    void actHere({ do: "send", what, ...(caption && { caption }) });
    close();
  };
  const sendChosen = (file: File | undefined) => {
    if (!file) return;
    const caption = takeText();
    void sendFile(chosen.value, file, { name: file.name, ...(caption && { caption }) });
    close();
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== "Escape") return;
    close();
    details.current?.querySelector("summary")?.focus();
  };
  return (
    <details class="attach" id="attach" ref={details} onKeyDown={onKeyDown}>
      <summary aria-label="Send something else">+</summary>
      <div class="menu">
        {MEDIA.map(([what, label]) => (
          <button key={what} type="button" onClick={() => send(what)}>
            {label}
          </button>
        ))}
        <button type="button" onClick={() => chooser.current?.click()}>
          A file of yours…
        </button>
        <input
          ref={chooser}
          type="file"
          hidden
          aria-label="A file of yours"
          onChange={({ currentTarget }) => {
            sendChosen(currentTarget.files?.[0]);
            currentTarget.value = "";
          }}
        />
        <button
          type="button"
          disabled={!canRecord()}
          onClick={() => {
            close();
            void record(chosen.value);
          }}
        >
          Record a voice note
        </button>
        {!canRecord() && (
          <p class="quiet">
            This browser records in no form that WhatsApp has for voice notes. Firefox does.
          </p>
        )}
      </div>
    </details>
  );
}
