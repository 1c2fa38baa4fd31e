import type { ConversationState, Silences } from "./conversation.ts";
import type { Memory } from "./memory.ts";
import { inheritedPauses, type Pauses } from "./pauses.ts";
import { present } from "./present.ts";
import { joinedWishes, type Wishes } from "./wishes.ts";

/** The silences of a state alone, and the rest of it. */
export function parted<State extends Silences>(state: State) {
  const { pausedAt, handoff, resumeAt, endedHandoffs, optedOutAt, noTemplatesAt, optedInAt, wish, ...rest } = state;
  const pauses: Pauses = present({ pausedAt, handoff, resumeAt, endedHandoffs });
  const wishes: Wishes = present({ optedOutAt, noTemplatesAt, optedInAt, wish });
  return { pauses, wishes, rest };
}

const isSame = (one: object, other: object) => {
  const before = new Map(Object.entries(other));
  return Object.entries(one).every(([name, value]) => JSON.stringify(value) === JSON.stringify(before.get(name)));
};

/** What waited here has gone along with the customer, and comes back with them if it still waits. */
function remembering(own: Memory | undefined, brought: Memory | undefined): Memory | undefined {
  const { held: _, reengagedFor: __, note: ___, ...done } = own ?? {};
  return own || brought ? { ...done, ...brought } : undefined;
}

/** What was done stays done, by whichever name the customer went then: it is not told, confirmed or delivered once more. */
function withDone(memory: Memory, lives: readonly (Memory | undefined)[], { wish, handoff, endedHandoffs = [] }: Silences): Memory {
  const doneFor = (name: "wishConfirmed" | "told" | "announced", id: string | undefined) =>
    id !== undefined && lives.some((life) => life?.[name] === id) ? { [name]: id } : {};
  const published = lives.find((life) => wish !== undefined && life?.wishPublished === wish.id);
  const ended = endedHandoffs.findLast(({ id }) => lives.some((life) => life?.ended === id))?.id;
  const delivered = lives.flatMap((life) => life?.delivered ?? []);
  const { held, ...rest } = memory;
  return {
    ...(delivered[0] !== undefined && { delivered: delivered[0] }),
    ...rest,
    ...(held && !delivered.includes(held.turn) && { held }),
    ...(published && present({ wishPublished: published.wishPublished, stopped: published.stopped })),
    ...doneFor("wishConfirmed", wish?.id),
    ...doneFor("told", handoff?.id),
    ...doneFor("announced", handoff?.id),
    ...(ended !== undefined && { ended }),
  };
}

/**
 * A conversation that goes on with what another one knew: what it has itself stays. With "returns", where it had moved elsewhere, it is paused and
 * remembers as the other one. Of wishes the latest count in any case. A worker that read it before is fenced off if what it keeps has changed.
 */
export function adopted(own: ConversationState, other: ConversationState, returning?: "returns"): ConversationState {
  // Where the customer had not gone from, what is known there is as good as what comes.
  const returns = returning && own.movedTo !== undefined;
  const [here, there] = [parted(own), parted(other)];
  const { conversation, version, movedTo, memory: remembered, ...kept } = here.rest;
  const { conversation: _, version: __, turn: ___, movedTo: ____, memory: brought, ...known } = there.rest;
  const lastInboundAt = Math.max(own.lastInboundAt ?? 0, other.lastInboundAt ?? 0);
  const silences: Silences = {
    // A pause that came here in the meantime, and of which the other one knows nothing, stays.
    ...(returns ? inheritedPauses(there.pauses, here.pauses) : inheritedPauses(here.pauses, there.pauses)),
    ...joinedWishes(here.wishes, there.wishes),
  };
  const goesOn = returns ? remembering(remembered, brought) : (remembered ?? brought);
  const memory = goesOn && withDone(goesOn, [remembered, brought], silences);
  const workers = { ...known, ...kept, ...(lastInboundAt > 0 && { lastInboundAt }), ...(memory && { memory }) };
  const changed = returns || version === 0 || !isSame(workers, here.rest);
  return {
    ...workers,
    ...(!returns && movedTo && { movedTo }),
    ...silences,
    conversation,
    version: changed ? version + 1 : version,
  };
}
