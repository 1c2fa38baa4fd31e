import type { NumberControls } from "../../../application/ports/control-ports.ts";
import type { Recent } from "../../../application/ports/recent.ts";
import type { NumberName } from "../../../domain/ids.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { keys } from "../items/items.ts";
import type { Found } from "../items/read-many.ts";
import { rolloutIn } from "./rollouts.ts";

/** What this process has read of its numbers a moment ago. */
export type RecentControls = Recent<NumberControls>;

/** The items of a number's switches and rollout. */
export const controlKeys = (name: NumberName) => [keys.switch(name), keys.switch("*"), keys.rollout(name)];

export function controlsIn(found: Found, name: NumberName): NumberControls {
  const off = [keys.switch(name), keys.switch("*")].some((key) => found.get(key)?.off?.BOOL === true);
  return { off, ...omitUndefined({ rollout: rolloutIn(found, name) }) };
}
