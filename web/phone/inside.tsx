import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Elsewhere } from "./elsewhere.tsx";
import { Facts } from "./facts.tsx";
import { Faults } from "./faults.tsx";
import { Turns } from "./turns.tsx";

const TABS = [
  ["life", "What happened"],
  ["elsewhere", "Elsewhere"],
  ["faults", "Break things"],
] as const;
type Tab = (typeof TABS)[number][0];

const tab = signal<Tab>("life");
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** As the ARIA authoring practices have them: arrows move, and the chosen tab alone is in the tab order. */
function Tabs() {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = ({ key }: KeyboardEvent, index: number) => {
    const step = STEPS[key];
    const next = (index + (step ?? 0) + TABS.length) % TABS.length;
    const [name] = TABS[next] ?? [];
    if (!step || !name) return;
    tab.value = name;
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Inside" ref={list}>
      {TABS.map(([name, label], index) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-controls={`panel-${name}`}
          aria-selected={tab.value === name}
          tabIndex={tab.value === name ? 0 : -1}
          onClick={() => {
            tab.value = name;
          }}
          onKeyDown={(event) => onKeyDown(event, index)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** Each tab is where it was left. */
function useScrollOfTab() {
  const section = useRef<HTMLElement>(null);
  const left = useRef(new Map<Tab, number>());
  const before = useRef(tab.value);
  // Not yet drawn: the section still shows the tab before.
  if (before.current !== tab.value) left.current.set(before.current, section.current?.scrollTop ?? 0);
  before.current = tab.value;
  useLayoutEffect(() => {
    if (section.current) section.current.scrollTop = left.current.get(tab.value) ?? 0;
  }, [tab.value]);
  return section;
}

export const Inside = () => (
  <section class="inside" aria-label="What the system does" ref={useScrollOfTab()}>
    <h2 class="hidden">What the system does</h2>
    <Tabs />
    <div role="tabpanel" id="panel-life" aria-labelledby="tab-life" hidden={tab.value !== "life"}>
      <Facts />
      <p class="quiet explain">
        A <b>turn</b> answers everything that waits in a chat, together: one question to the agent, one reply,
        one charge.
      </p>
      <Turns />
    </div>
    <div
      role="tabpanel"
      id="panel-elsewhere"
      aria-labelledby="tab-elsewhere"
      hidden={tab.value !== "elsewhere"}
    >
      <Elsewhere />
    </div>
    <div role="tabpanel" id="panel-faults" aria-labelledby="tab-faults" hidden={tab.value !== "faults"}>
      <Faults />
    </div>
  </section>
);
