import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

type MenuProps = { label: string; icon: IconName; children: ComponentChildren; style?: string };

/** A button that opens a panel. It closes after a choice, by Escape, and by a click elsewhere. */
export function Menu({ label, icon, children, style = "" }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  /** A focus that would vanish with the panel goes to the button. */
  const close = () => {
    if (!details.current?.open) return;
    if (details.current.contains(document.activeElement)) details.current.querySelector("summary")?.focus();
    details.current.open = false;
  };
  useEffect(() => {
    const elsewhere = ({ target }: Event) => {
      if (target instanceof Node && !details.current?.contains(target)) close();
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, []);
  return (
    <details
      class={`menu ${style}`}
      ref={details}
      onKeyDown={({ key }) => {
        if (key === "Escape") close();
      }}
    >
      <summary class="icon-button" aria-label={label} title={label}>
        <Icon name={icon} />
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: only hears of a choice that one of its buttons made */}
      <div
        class="menu-panel"
        onClick={({ target }) => {
          if (target instanceof Element && target.closest("button")) close();
        }}
      >
        {children}
      </div>
    </details>
  );
}
