import { useEffect, useRef, useState } from "preact/hooks";
import { type LoadedFile, loadFile, loadStaffFile } from "../data/message-file.ts";
import type { FileOfMessage } from "../data/people.ts";
import { saveName } from "../data/save-name.ts";
import { Icon } from "../parts/icon.tsx";
import { Understood } from "./understood.tsx";
import { kindOf } from "./words.ts";

type FileProps = { file: FileOfMessage; conversation: string; message: string };
type State =
  | { kind: "closed" | "saved" }
  | { kind: "loading"; words: string }
  | { kind: "failed"; why: string }
  | { kind: "open"; url: string; shown: "image" | "audio" | "video"; name: string };

const OPENS: Readonly<Record<string, string>> = {
  image: "Show",
  sticker: "Show",
  voice: "Play",
  audio: "Play",
  video: "Play",
};

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);

/** Saves it as any download. A blob of no type is shown by no browser. */
function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Its address in memory is given back when it is closed. */
function useFile({ file, conversation, message }: FileProps) {
  const [state, setState] = useState<State>({ kind: "closed" });
  const loading = useRef<AbortController | undefined>(undefined);
  const url = state.kind === "open" ? state.url : undefined;
  useEffect(() => (url === undefined ? undefined : () => URL.revokeObjectURL(url)), [url]);
  useEffect(() => () => loading.current?.abort(), []);

  function show(loaded: LoadedFile): State {
    const name = saveName(file.filename, file.kind, loaded.type);
    if (loaded.shown !== "no")
      return { kind: "open", url: URL.createObjectURL(loaded.blob), shown: loaded.shown, name };
    save(loaded.blob, name);
    return { kind: "saved" };
  }

  async function load(): Promise<void> {
    const stop = new AbortController();
    loading.current = stop;
    setState({ kind: "loading", words: "Loading…" });
    const onProgress = (done: number, size: number) => {
      if (done < size && !stop.signal.aborted)
        setState({ kind: "loading", words: `Loading… ${megabytes(done)} of ${megabytes(size)} MB` });
    };
    const loaded =
      file.file === undefined
        ? await loadFile({ conversation, message, index: file.index }, stop.signal, onProgress)
        : await loadStaffFile({ conversation, file: file.file }, stop.signal);
    if (stop.signal.aborted) return;
    setState(loaded.ok ? show(loaded) : { kind: "failed", why: loaded.message });
  }

  const close = () => {
    loading.current?.abort();
    setState({ kind: "closed" });
  };
  return { state, load, close };
}

function Shown({ state, label }: { state: State & { kind: "open" }; label: string }) {
  const [isBroken, setBroken] = useState(false);
  const { url, shown } = state;
  const onError = () => setBroken(true);
  const toView = ({ currentTarget }: { currentTarget: HTMLElement }) =>
    currentTarget.scrollIntoView({ block: "nearest" });
  if (isBroken) return <p class="file-words">Your browser cannot show it. Save it, and open it there.</p>;
  if (shown === "image")
    return <img class="file-shown" src={url} alt={label} onError={onError} onLoad={toView} />;
  if (shown === "video")
    return (
      // biome-ignore lint/a11y/useMediaCaption: a customer's own video has no captions
      <video
        class="file-shown"
        src={url}
        controls
        aria-label={label}
        onError={onError}
        onLoadedData={toView}
      />
    );
  return (
    // biome-ignore lint/a11y/useMediaCaption: what a machine heard stands below
    <audio
      class="file-shown"
      src={url}
      controls
      autoplay
      aria-label={label}
      onError={onError}
      onLoadedData={toView}
    />
  );
}

/** A file that came with a message: opened on demand, and what a machine understood of it. */
export function MessageFile(props: FileProps) {
  const { file } = props;
  const { state, load, close } = useFile(props);
  const label = kindOf(file.kind) ?? file.kind;
  const action = OPENS[file.kind] ?? "Save";
  const isOurs = file.file !== undefined || file.link !== undefined;
  return (
    <div class="file">
      <div class="media">
        <Icon name="clip" /> <span class="file-name">{label}</span>
        {file.filename !== undefined && (
          <bdi class="file-name" dir="auto">
            {file.filename}
          </bdi>
        )}
        {file.link !== undefined && (
          <a class="file-button" href={file.link} target="_blank" rel="noopener noreferrer">
            Open
          </a>
        )}
        {file.canOpen && file.link === undefined && state.kind !== "open" && state.kind !== "loading" && (
          <button type="button" class="file-button" onClick={() => void load()}>
            <Icon name={action === "Save" ? "save" : "play"} /> {action}
          </button>
        )}
        {state.kind === "open" && (
          <>
            <a class="file-button" href={state.url} download={state.name} rel="noopener">
              <Icon name="save" /> Save
            </a>
            <button type="button" class="file-button" onClick={close}>
              Close
            </button>
          </>
        )}
      </div>
      {state.kind === "open" && <Shown state={state} label={isOurs ? label : `${label} from the customer`} />}
      {state.kind === "loading" && (
        <p class="file-words" role="status">
          {state.words}{" "}
          <button type="button" class="link" onClick={close}>
            Stop
          </button>
        </p>
      )}
      {state.kind === "saved" && (
        <p class="file-words" role="status">
          {isOurs ? "Saved." : "Saved. It comes from the customer: open it only if you expect it."}
        </p>
      )}
      {state.kind === "failed" && (
        <p class="file-words is-bad" role="status">
          {state.why}
        </p>
      )}
      <Understood file={file} />
    </div>
  );
}
