import type { ConversationState, Silences } from "./conversation.ts";
import { inheritedPauses, type Pauses } from "./pauses.ts";
import { joinedWishes, type Wishes } from "./wishes.ts";

type Defined<Type> = { [Key in keyof Type]?: Exclude<Type[Key], undefined> };
const defined = <Type extends object>(value: Type) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Defined<Type>;

/** The silences of a state alone, and the rest of it. */
export function parted<State extends Silences>(state: State) {
  const { pausedAt, handoff, resumeAt, endedHandoffs, optedOutAt, noTemplatesAt, optedInAt, wish, ...rest } = state;
  const pauses: Pauses = defined({ pausedAt, handoff, resumeAt, endedHandoffs });
  const wishes: Wishes = defined({ optedOutAt, noTemplatesAt, optedInAt, wish });
  return { pauses, wishes, rest };
}

/**
 * A conversation that goes on with what another one knew: what it has itself stays. With "returns", where it had moved elsewhere, it is paused and
 * remembers as the other one, and is fenced off from a worker that read it before. Of wishes the latest count in any case.
 */
export function adopted(own: ConversationState, other: ConversationState, returning?: "returns"): ConversationState {
  // Where the customer had not gone from, what is known there is as good as what comes.
  const returns = returning && own.movedTo !== undefined;
  const [here, there] = [parted(own), parted(other)];
  const { movedTo, memory: remembered, ...kept } = here.rest;
  const { version: _, conversation: __, turn: ___, movedTo: ____, memory: brought, ...known } = there.rest;
  const lastInboundAt = Math.max(own.lastInboundAt ?? 0, other.lastInboundAt ?? 0);
  const memory = returns ? (brought ?? remembered) : (remembered ?? brought);
  return {
    ...known,
    ...kept,
    ...(lastInboundAt > 0 && { lastInboundAt }),
    ...(memory && { memory }),
    ...(!returns && movedTo && { movedTo }),
    ...(returns ? there.pauses : inheritedPauses(here.pauses, there.pauses)),
    ...joinedWishes(here.wishes, there.wishes),
    version: returns ? own.version + 1 : Math.max(1, own.version),
  };
}
