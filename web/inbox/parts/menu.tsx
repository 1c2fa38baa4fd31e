import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icon.tsx";

type MenuProps = { label: string; icon: IconName; children: ComponentChildren; style?: string };

/** A button that opens a panel. It closes after a choice, by Escape, and by a click elsewhere. */
export function Menu({ label, icon, children, style = "" }: MenuProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const close = (withFocus: boolean) => {
    if (!details.current?.open) return;
    details.current.open = false;
    if (withFocus) details.current.querySelector("summary")?.focus();
  };
  useEffect(() => {
    const elsewhere = ({ target }: Event) => {
      if (target instanceof Node && !details.current?.contains(target)) close(false);
    };
    document.addEventListener("pointerdown", elsewhere);
    return () => document.removeEventListener("pointerdown", elsewhere);
  }, []);
  return (
    <details
      class={`menu ${style}`}
      ref={details}
      onKeyDown={({ key }) => {
        if (key === "Escape") close(true);
      }}
    >
      <summary class="icon-button" aria-label={label} title={label}>
        <Icon name={icon} />
      </summary>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: only hears of a choice that one of its buttons made */}
      <div
        class="menu-panel"
        onClick={({ target }) => {
          if (target instanceof Element && target.closest("button")) close(false);
        }}
      >
        {children}
      </div>
    </details>
  );
}
