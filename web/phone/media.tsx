import { useState } from "preact/hooks";
import type { Bubble } from "../../local/page/protocol/protocol.ts";

const NAMES: Readonly<Partial<Record<Bubble["kind"], string>>> = {
  photo: "📷 Photo",
  voice: "🎤 Voice note",
  video: "🎬 Video",
  audio: "🎵 Audio",
  document: "📄 Document",
  sticker: "Sticker",
  location: "📍 Location",
  contact: "👤 Contact card",
  reaction: "Reaction",
};

/** `undefined` for a text. */
export function mediaName({ kind, file }: Bubble): string | undefined {
  if (kind === "text") return undefined;
  return kind === "document" && file?.name ? `📄 ${file.name}` : (NAMES[kind] ?? kind);
}

/** Only its name if the local stack has the file no longer. */
export function MediaView({ bubble: { kind, file }, name }: { bubble: Bubble; name: string }) {
  const [isGone, setGone] = useState(false);
  if (!file || isGone) return <div class={`media ${kind}`}>{name}</div>;
  const { url } = file;
  // The page loads nothing from elsewhere.
  if (!url.startsWith("/"))
    return (
      <a class={`media ${kind}`} href={url} target="_blank" rel="noreferrer">
        {name}
      </a>
    );
  const onError = () => setGone(true);
  switch (kind) {
    case "photo":
    case "sticker":
      return <img class="media-file" src={url} alt={name} onError={onError} />;
    case "voice":
    case "audio":
      return (
        // biome-ignore lint/a11y/useMediaCaption: a customer's own voice note has no captions
        <audio class="media-file" src={url} controls preload="metadata" aria-label={name} onError={onError} />
      );
    case "video":
      return (
        // biome-ignore lint/a11y/useMediaCaption: a customer's own video has no captions
        <video class="media-file" src={url} controls preload="metadata" aria-label={name} onError={onError} />
      );
    default:
      return (
        <a class={`media ${kind}`} href={url} download={file.name ?? true}>
          {name}
        </a>
      );
  }
}
