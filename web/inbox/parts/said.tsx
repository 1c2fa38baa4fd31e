import { said } from "../data/acts.ts";
import { isDown } from "../data/call.ts";

/** At the bottom: what was done, and whether the API answers. In an open dialog, which covers all else. */
export const Said = () => (
  <div class="said" aria-live="polite">
    {isDown.value && (
      <p class="is-bad">The inbox cannot be reached. It tries again by itself; your texts are kept.</p>
    )}
    {said.value && (
      <p class={said.value.isBad ? "is-bad" : ""} dir="auto">
        {said.value.text}
      </p>
    )}
  </div>
);
