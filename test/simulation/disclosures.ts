import type { BusinessNumber } from "../../lib/application/ports/engine.ts";
import type { ConversationState } from "../../lib/domain/conversation/conversation.ts";
import { disclose, type MessageLimits } from "../../lib/domain/disclosure/disclose.ts";
import { type Disclosure, knownDisclosures } from "../../lib/domain/disclosure/disclosure.ts";
import { formatReference, parseReference } from "../../lib/domain/turn/reference.ts";
import type { ReplyPart } from "../../lib/domain/turn/turn.ts";
import { EDITED } from "./drafts.ts";
import { withoutQuotes } from "./fake-agent.ts";
import type { Accepted } from "./fake-provider.ts";
import type { Sabotage, World } from "./world.ts";

const AI = "an AI answers";
const LIMITS: MessageLimits = {
  maxLength: 4_000,
  files: { kinds: new Map(), withCaption: new Set(["image"]), maxCaption: 1_024 },
};

/** In all runs. */
export const disclosing = (
  partsOf: (answer: string) => readonly ReplyPart[],
): Pick<BusinessNumber, "disclosure" | "formatReply"> => ({
  disclosure: { textFor: () => AI, putBefore: (parts, text) => disclose(parts, text, LIMITS) },
  formatReply: (answer, text) =>
    text === undefined ? partsOf(answer) : disclose(partsOf(answer), text, LIMITS),
});

const PREFIX = `${AI}\n\n`;

/** So that everything else sees the messages as they would be without. */
export const readDisclosure = (text: string): { disclosed: boolean; text: string } =>
  text.startsWith(PREFIX) ? { disclosed: true, text: text.slice(PREFIX.length) } : { disclosed: false, text };

const turnOf = ({ reference }: Accepted) => parseReference(reference)?.turn ?? "";
/** A draft that somebody has changed is a person's. */
const isAgents = ({ text }: Accepted) =>
  (text.startsWith("re:") && !withoutQuotes(text).includes(EDITED)) || text.startsWith("sorry");
const customerOf = (conversation: string) => conversation.slice(0, 2);

/** When attempts of the turn's first message were claimed. */
function claimsOf(world: World, { reference }: Accepted): number[] {
  const parsed = parseReference(reference);
  if (!parsed) return [];
  const first = formatReference({ ...parsed, part: 0, attempt: 0 }).slice(0, -1);
  return Array.from({ length: 12 }, (_, at) => `${first}${at + 1}`).flatMap(
    (each) => world.claimedAt.get(each) ?? [],
  );
}

/** `judged`: when the worker last looked before it claimed the turn's first message. */
type Judged = Accepted & { turn: string; claims: readonly number[]; judged: number };

function judgedOf(world: World, take: Accepted): Judged {
  const claims = claimsOf(world, take);
  const [claimed = Number.POSITIVE_INFINITY] = claims;
  const judged = world.loads.get(take.conversation)?.findLast((at) => at <= claimed) ?? 0;
  return { ...take, turn: turnOf(take), claims, judged };
}

/** Handoffs after which the customer is told again. */
const endsOf = ({ timeline }: World, isOf: (conversation: string) => boolean) =>
  timeline.ended.flatMap(({ conversation, handoff, at }) =>
    isOf(conversation) && handoff.how !== "automatic" ? [{ endedAt: handoff.endedAt, seenAt: at }] : [],
  );

/** The customer has been told, as far as we could know, and no person has had the chat since. */
function wasTold(world: World, before: readonly Judged[], take: Judged): boolean {
  const { judged } = take;
  const ends = endsOf(world, (conversation) => conversation === take.conversation);
  return before.some((told) => {
    if (customerOf(told.conversation) !== customerOf(take.conversation)) return false;
    if (told.turn === take.turn) return true;
    const claimed = Math.max(...told.claims);
    const isOver = ends.some(({ endedAt, seenAt }) => endedAt > claimed && seenAt < judged);
    const failedAt = world.failureAppliedAt.get(told.reference) ?? Number.POSITIVE_INFINITY;
    return !isOver && (told.arrives || failedAt > judged);
  });
}

/** The customer was certainly told before, and no person may have had the chat since. */
function toldTwice(world: World, before: readonly Judged[], take: Judged): Accepted | undefined {
  const { judged } = take;
  const ends = endsOf(world, (conversation) => customerOf(conversation) === customerOf(take.conversation));
  return before.find((told) => {
    if (told.conversation !== take.conversation || told.turn === take.turn) return false;
    const [claimed = 0] = told.claims;
    const mayBeOver = ends.some(({ endedAt, seenAt }) => Math.max(endedAt, seenAt) > claimed);
    const confirmed = world.confirmedAt.get(told.reference) ?? Number.POSITIVE_INFINITY;
    return told.arrives && confirmed < judged && !mayBeOver;
  });
}

/** Of a customer with one id: what was told last is kept with the conversation. */
function lostProofs({ provider, table, confirmedAt }: World): string[] {
  const told = provider.accepted.filter(({ disclosed }) => disclosed);
  return [...Map.groupBy(told, ({ conversation }) => conversation)].flatMap(([conversation, takes]) => {
    const last = takes.at(-1);
    const isLinked = [...table.links].some(
      ([id, { to }]) => id !== to && [id, to].includes(conversation as never),
    );
    if (!last?.arrives || !confirmedAt.has(last.reference) || isLinked) return [];
    const { turn, progress } = table.state(conversation as never);
    const kept = knownDisclosures(turn, progress?.disclosures);
    return kept.some((each) => each.turn === turnOf(last) && each.text === AI)
      ? []
      : [`${last.reference} told the customer, and nothing proves it`];
  });
}

/**
 * The agent's first message tells the customer that an AI answers; so does the first one after a person had
 * the chat, and no other one. Nobody else's message does.
 */
export function brokenDisclosures(world: World): string[] {
  const { accepted } = world.provider;
  const before: Judged[] = [];
  const broken = accepted.flatMap((each) => {
    const { reference, disclosed, text } = each;
    if (!isAgents(each))
      return disclosed || text.includes(AI) ? [`${reference} is not the agent's, and says that it is`] : [];
    if (readDisclosure(text).disclosed) return [`${reference} says so twice`];
    const take = judgedOf(world, each);
    if (!disclosed)
      return wasTold(world, before, take) ? [] : [`${reference} does not tell that an AI answers`];
    const told = toldTwice(world, before, take);
    before.push(take);
    return told ? [`${reference} tells again what ${told.reference} has told`] : [];
  });
  return [...broken, ...lostProofs(world)].map((problem) => `disclosure (once): ${problem}`);
}

/** The worker reads the conversation so. */
const reading = (read: (state: ConversationState) => ConversationState): Sabotage => ({
  conversations: (real) => ({
    ...real,
    load: async (conversation, number) => {
      const loaded = await real.load(conversation, number);
      return { ...loaded, state: read(loaded.state) };
    },
  }),
});

const isAtRest = ({ turn }: ConversationState) =>
  turn?.parts.every(({ state }) => state !== "sending" && state !== "pending") ?? true;

/** Of a conversation at rest. */
function believing(change: (told: Disclosure) => Disclosure): Sabotage {
  return reading((state) => {
    const { turn, progress } = state;
    if (!isAtRest(state)) return state;
    const parts = turn?.parts.map(({ disclosure: _, ...part }) => part) ?? [];
    const disclosures = knownDisclosures(turn, progress?.disclosures).map(change);
    return { ...state, progress: { ...progress, disclosures }, ...(turn && { turn: { ...turn, parts } }) };
  });
}

const withNumber = (change: (number: BusinessNumber) => BusinessNumber): Sabotage => ({
  engine: (real) => ({
    ...real,
    numberNamed: (name) => {
      const number = real.numberNamed(name);
      return number && change(number);
    },
  }),
});

export const DISCLOSURE_MUTATIONS: Record<string, Sabotage> = {
  "a disclosure is forgotten with its turn": reading((state) => {
    const { disclosures: _, ...progress } = state.progress ?? {};
    return { ...state, progress };
  }),
  "a disclosure that never left counts": believing(({ unconfirmed: _, ...told }) => told),
  "a disclosure holds although a person had the chat": believing((told) => ({
    ...told,
    at: Number.MAX_SAFE_INTEGER,
  })),
  "a disclosure is part of the text and kept nowhere": withNumber((number) => ({
    ...number,
    formatReply: (answer, text) =>
      number
        .formatReply(answer, text)
        .map(({ disclosure, ...part }) => (disclosure ? { ...part, text: `${PREFIX}${part.text}` } : part)),
  })),
  "the fallback line does not disclose": withNumber((number) => ({
    ...number,
    ...(number.disclosure && { disclosure: { ...number.disclosure, putBefore: (parts) => parts } }),
  })),
  "what staff write discloses": withNumber((number) => ({
    ...number,
    splitText: (text) => number.splitText(text).map((part) => ({ ...part, disclosure: AI })),
  })),
};
