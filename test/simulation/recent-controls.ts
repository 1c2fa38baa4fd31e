import type { NumberControls, Switches } from "../../lib/application/ports/control-ports.ts";
import type { Conversations } from "../../lib/application/ports/ports.ts";
import { Recent } from "../../lib/application/ports/recent.ts";
import { omitUndefined } from "../../lib/domain/omit-undefined.ts";
import type { Sabotage, World } from "./world.ts";

/** As the worker's adapter: what was read a moment ago is not read again. */
export const recentSwitches = ({ recentControls, scheduler }: World, real: Switches): Switches => ({
  ...real,
  async current(number) {
    const known = recentControls.get(number);
    if (known) return known.value;
    const at = scheduler.now;
    const controls = await real.current(number);
    recentControls.keep(number, controls, at);
    return controls;
  },
});

/** Each load reads the number's controls anyway. */
export const keepingControls = (
  { recentControls, scheduler }: World,
  real: Conversations,
): Conversations => ({
  ...real,
  async load(conversation, number) {
    const at = scheduler.now;
    const loaded = await real.load(conversation, number);
    const { switchedOff = false, rollout } = loaded;
    if (number) recentControls.keep(number, { off: switchedOff, ...omitUndefined({ rollout }) }, at);
    return loaded;
  },
});

/** Knows for ever what it was told first. */
class FirstControls extends Recent<NumberControls> {
  private readonly first = new Map<string, { value: NumberControls }>();
  override get = (number: string) => this.first.get(number);
  override keep(number: string, value: NumberControls): void {
    if (!this.first.has(number)) this.first.set(number, { value });
  }
}

export const RECENT_MUTATIONS: Record<string, Sabotage> = {
  "the number's switch is read once for each process": {
    recentControls: (clock) => new FirstControls(clock),
  },
};
