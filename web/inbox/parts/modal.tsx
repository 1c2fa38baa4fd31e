import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { IconButton } from "./icon.tsx";
import { Said } from "./said.tsx";

type ModalProps = { title: string; onClose(): void; children: ComponentChildren; wide?: boolean };

/** A dialog over the page. The browser keeps the focus in it, and gives it back afterwards. */
export function Modal({ title, onClose, children, wide = false }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`modal ${wide ? "is-wide" : ""}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="modal-head">
        <h2 id={id}>{title}</h2>
        <IconButton name="close" label="Close" onClick={onClose} />
      </header>
      {children}
      <Said />
    </dialog>
  );
}
