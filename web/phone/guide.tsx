import { signal } from "@preact/signals";
import { DEMOS, type Demo } from "./demos.ts";
import { chosen } from "./state.ts";

function DemoItem({ demo: { title, promise, run }, running }: { demo: Demo; running: { value: boolean } }) {
  return (
    <li>
      <button
        type="button"
        aria-disabled={running.value}
        onClick={async () => {
          if (running.value) return;
          running.value = true;
          try {
            await run({ ...chosen.value });
          } finally {
            running.value = false;
          }
        }}
      >
        {title}
        {running.value && " (running…)"}
      </button>
      <span class="quiet">{promise}</span>
    </li>
  );
}

const ITEMS = DEMOS.map((demo) => ({ demo, running: signal(false) }));

export const Guide = () => (
  <section aria-labelledby="guide-title">
    <h2 id="guide-title">Try this</h2>
    <ol id="guide">
      {ITEMS.map((item) => (
        <DemoItem key={item.demo.title} {...item} />
      ))}
    </ol>
  </section>
);
