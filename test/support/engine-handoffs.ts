import type { Handoff } from "../../lib/domain/handoff/handoff.ts";
import { type engineWorld, HOUR } from "./engine-world.ts";

type World = ReturnType<typeof engineWorld>;

/** In their order. */
export const handoffEvents = ({ events }: World) =>
  events.map(({ type }) => type).filter((type) => type.startsWith("handoff"));

/** A colleague takes the conversation. */
export const takeOver = (world: World, change: Partial<Handoff> = {}, hours = 12) => {
  const handoff: Handoff = {
    id: "h1",
    reason: "operator",
    since: world.clock.time,
    by: "arn:staff",
    origin: world.conversation,
    ...change,
  };
  return world.engine.controls.pause(world.conversation, handoff, world.clock.time + hours * HOUR);
};
