import { act } from "./api.ts";
import { GROUPS } from "./fault-choices.ts";
import { everySecond, faults } from "./state.ts";
import { brokenNow, troubleNow } from "./trouble.ts";

type FaultChoice = (typeof GROUPS)[number]["choices"][number];

function ChoiceItem({
  choice: { label, expect, what, planned, ends, isPresent, waits },
}: {
  choice: FaultChoice;
}) {
  const state = faults.value;
  const isOn = ends?.isOn(state) ?? false;
  const isWaiting = waits?.isWaiting(state) ?? false;
  const times = planned?.(state) ?? 0;
  const shown = isWaiting ? waits?.label : isOn ? ends?.label : label;
  return (
    <li>
      <button
        type="button"
        aria-pressed={isPresent?.(state)}
        aria-disabled={isWaiting}
        onClick={() => !isWaiting && act(ends && isOn ? ends.what : what)}
      >
        {shown}
      </button>
      {times > 0 && <span class="badge bad">{times === 1 ? "planned" : `planned ${times} times`}</span>}
      {expect && <span class="quiet">{expect}</span>}
    </li>
  );
}

function Broken() {
  everySecond();
  const [broken, trouble] = [brokenNow(), troubleNow()];
  const text =
    broken.length > 0
      ? `${broken.join("; ")}.`
      : trouble.length > 0
        ? "No fault is on, but:"
        : "Nothing is broken.";
  return (
    <>
      <p id="broken" role="status">
        {text}
      </p>
      {trouble.length > 0 && (
        <ul id="trouble" class="bad">
          {trouble.map((each) => (
            <li key={each.what.replace(/\d/g, "")}>
              {each.what} {each.fix && <span class="quiet">{each.fix}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export const Faults = () => (
  <>
    <Broken />
    <p>
      <button type="button" onClick={() => act({ do: "clear-faults" })}>
        Fix everything
      </button>{" "}
      <span class="quiet">
        Ends all faults, and what they left behind: stopped numbers, dead letters, waits. Not the clock.
      </span>
    </p>
    {GROUPS.map(({ title, choices }) => (
      <section key={title} aria-label={title}>
        <h3>{title}</h3>
        <ul class="faults">
          {choices.map((choice) => (
            <ChoiceItem key={choice.label} choice={choice} />
          ))}
        </ul>
      </section>
    ))}
    <p>
      <a href="/local/export" download="session.json">
        Save this session
      </a>
      {" for "}
      <code>npm run wa -- replay session.json</code>
    </p>
  </>
);
