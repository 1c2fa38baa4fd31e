import { useRef } from "preact/hooks";
import { Icon, IconButton } from "../parts/icon.tsx";
import { ACCEPTED, attach, detach } from "./attach.ts";
import { boxOf } from "./box.ts";

/** The file that goes with the reply. */
export function Attachment({ conversation }: { conversation: string }) {
  const { file } = boxOf(conversation);
  if (!file) return null;
  return (
    <div class="quoting attached">
      <Icon name="clip" />
      <span dir="auto">{file.name}</span>
      {file.uploaded === undefined && <span role="status">Uploading…</span>}
      <IconButton name="close" label="Take the file away" onClick={() => detach(conversation)} />
    </div>
  );
}

export function AttachButton({ conversation }: { conversation: string }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        class="hidden"
        type="file"
        accept={ACCEPTED}
        tabIndex={-1}
        aria-label="File"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = "";
          if (file) void attach(conversation, file);
        }}
      />
      <IconButton name="clip" label="Attach a file" onClick={() => input.current?.click()} />
    </>
  );
}
