import { signal } from "@preact/signals";
import type { ChatKey } from "../../local/page/protocol/protocol.ts";
import { sendFile } from "./api.ts";
import { everySecond, isShown, problem } from "./state.ts";

/** WhatsApp's own form of voice notes. */
const TYPE = "audio/ogg;codecs=opus";

export const canRecord = (): boolean =>
  typeof MediaRecorder !== "undefined" && MediaRecorder.isTypeSupported(TYPE);

type Recording = { chat: ChatKey; since: number; end(send: boolean): void };
const recording = signal<Recording | undefined>(undefined);

export async function record(chat: ChatKey): Promise<void> {
  if (recording.value) return;
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => undefined);
  if (!stream) {
    problem.value = "The browser gave no microphone. Allow it for this page, and try again.";
    return;
  }
  const recorder = new MediaRecorder(stream, { mimeType: TYPE, audioBitsPerSecond: 16_000 });
  const chunks: Blob[] = [];
  let isWanted = true;
  recorder.addEventListener("dataavailable", ({ data }) => chunks.push(data));
  recorder.addEventListener("stop", () => {
    recording.value = undefined;
    for (const track of stream.getTracks()) track.stop();
    if (isWanted)
      void sendFile(chat, new Blob(chunks, { type: TYPE }), { name: "voice-note.ogg", recorded: "1" });
  });
  recorder.start();
  recording.value = {
    chat,
    since: Date.now(),
    end(send) {
      isWanted = send;
      recorder.stop();
    },
  };
}

export function RecordingBar() {
  const current = recording.value;
  if (!current || !isShown(current.chat)) return null;
  everySecond();
  const seconds = Math.round((Date.now() - current.since) / 1_000);
  return (
    <div class="recording">
      <span>
        ● {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
      </span>
      <button type="button" onClick={() => current.end(false)}>
        Discard
      </button>
      <button type="button" onClick={() => current.end(true)}>
        Send the voice note
      </button>
    </div>
  );
}
