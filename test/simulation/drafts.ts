import type { InboxDeps } from "../../lib/application/staff/inbox/inbox-deps.ts";
import { decideDraft } from "../../lib/application/staff/replies/decide-draft.ts";
import { decisionId } from "../../lib/domain/draft/draft.ts";
import { conversationId, type TurnId } from "../../lib/domain/ids.ts";
import { EVERYBODY } from "../../lib/domain/rollout/rollout.ts";
import { parseReference } from "../../lib/domain/turn/reference.ts";
import { isDraftMail, personOfMail, withLateTap } from "./draft-reminders.ts";
import { answeredIn } from "./fake-agent.ts";
import type { Accepted } from "./fake-provider.ts";
import { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { CONTROLS_SLACK } from "./send-blocks.ts";
import { type Sabotage, START, type World } from "./world.ts";

/** A member of staff taps one of the drafts that wait in a chat. */
export type TapAct = {
  kind: "tap";
  conversation: string;
  id: string;
  by: string;
  decision: "send" | "discard" | "edit";
};

const STAFF = ["ann", "ben"] as const;
/** Marks a draft that somebody has changed. */
export const EDITED = "~";

/** Now and then answers wait for a tap, of two who tap at about the same time, or of nobody. */
export function withDrafts(scenario: Scenario, seed: number): Scenario {
  // Separate random numbers: everything else in the run stays as it is.
  const random = new Random(seed ^ 0x0d4af7);
  if (scenario.rollouts || !random.chance(0.12)) return scenario;
  const begin = random.chance(0.6) ? 0 : random.whole(0, 20_000);
  const set = (at: number, drafts: boolean) => ({ at, rollout: { ...EVERYBODY, drafts } });
  const rollouts = [set(begin, true)];
  if (random.chance(0.3)) rollouts.push(set(begin + random.whole(1_000, 120_000), false));
  const acts: Scenario["acts"] = [];
  const ids = [...new Set(scenario.inbound.map(({ conversation }) => conversation))];
  for (let count = random.whole(0, 8); count > 0; count--) {
    const conversation = random.pick(ids);
    const at = random.whole(3_000, 120_000);
    for (const by of random.chance(0.3) ? STAFF : [random.pick(STAFF)])
      acts.push({
        at: at + random.whole(0, 300),
        act: {
          kind: "tap",
          conversation,
          id: `tap-${conversation}-${count}-${by}`,
          by,
          decision: random.pick(["send", "send", "edit", "discard"] as const),
        },
      });
  }
  const drafted = { ...scenario, rollouts, acts: [...scenario.acts, ...acts] };
  return random.chance(0.3) ? withLateTap(drafted, random) : drafted;
}

const anyOf = <Each>({ plan }: World, from: readonly Each[] = []): Each | undefined =>
  from.length > 0 ? plan.random.pick(from) : undefined;

/** A repeated request taps the same draft. */
export async function performTap(world: World, deps: InboxDeps, act: TapAct): Promise<void> {
  const conversation = conversationId(act.conversation);
  const { progress } = await deps.controls.read(conversation);
  const draft = world.tapped.get(act.id) ?? anyOf(world, progress?.drafts)?.turn;
  if (!draft) return;
  world.tapped.set(act.id, draft);
  const kept = [...world.table.turns.values()].find(({ id }) => id === draft);
  // It is shown when it is archived.
  if (!kept) return;
  const text = act.decision === "edit" ? `${kept.parts[0]?.text}${EDITED}` : undefined;
  await decideDraft(deps, {
    conversation,
    by: act.by,
    draft,
    decision: act.decision === "discard" ? "discard" : "send",
    ...(text !== undefined && { text }),
  });
}

/** The tap that let this turn leave. */
const tapOf = ({ table }: World, turn: string | undefined) =>
  [...table.outbound.values()].find(
    ({ id, content }) =>
      id === decisionId(turn ?? "") && content.kind === "draft" && content.decision === "send",
  );

const turnOf = (reference: string): TurnId | undefined => parseReference(reference)?.turn;

/** A person who taps may do so while a person has the conversation. */
export const isTapped = (world: World, { reference }: Pick<Accepted, "reference">): boolean =>
  tapOf(world, turnOf(reference)) !== undefined;

const isFirstTry = ({ reference }: Accepted) => {
  const { part, attempt } = parseReference(reference) ?? {};
  return part === 0 && attempt === 1;
};

/** Of an earlier draft at least, perhaps under another id of the customer. */
const isMailed = ({ mails }: World, conversation: string) =>
  mails.some((mail) => isDraftMail(mail) && personOfMail(mail) === conversation.slice(0, 2));

/** No draft is sent untapped, sent after it was discarded, or lost. */
export function brokenDrafts(world: World, { rollouts = [] }: Scenario): string[] {
  if (!rollouts.some(({ rollout }) => rollout.drafts)) return [];
  const broken: string[] = [];
  const { accepted } = world.provider;
  const wasOn = (at: number) => {
    const before = rollouts.findLast((change) => START + change.at < at - CONTROLS_SLACK)?.rollout;
    const during = rollouts.filter(
      (change) => START + change.at >= at - CONTROLS_SLACK && START + change.at <= at,
    );
    return before?.drafts === true && during.every(({ rollout }) => rollout.drafts);
  };
  for (const take of accepted.filter(({ text }) => text.startsWith("re:"))) {
    const { claimedAt, reference, text } = take;
    if (claimedAt === undefined || !isFirstTry(take) || !wasOn(claimedAt)) continue;
    const tap = tapOf(world, turnOf(reference));
    if (!tap || tap.at > claimedAt)
      broken.push(`10 (people are heard): ${reference} "${text}" left without a tap`);
  }
  const waiting = new Set(
    [...world.table.states.values()]
      .filter(({ movedTo }) => movedTo === undefined)
      .flatMap(({ progress }) => (progress?.drafts ?? []).map(({ turn }) => turn as string)),
  );
  for (const { conversation, movedTo, progress } of world.table.states.values())
    if (movedTo === undefined && progress?.drafts && !isMailed(world, conversation))
      broken.push(`7 (nothing silent): nobody was mailed of the drafts that wait in ${conversation}`);
  for (const { id, outcome, answeredBy = "" } of world.table.messages.values()) {
    if (outcome?.kind === "drafted" && !waiting.has(answeredBy))
      broken.push(`7 (nothing silent): the draft for ${id} is lost`);
    const isDropped = outcome?.kind === "ignored" && outcome.reason.startsWith("draft-");
    if (isDropped && accepted.some(({ text }) => answeredIn(text).includes(id)))
      broken.push(`7 (nothing silent): ${id} was answered by a draft that somebody had discarded`);
  }
  for (const { id, content, state } of world.table.outbound.values())
    if (content.kind === "draft" && state === "waiting")
      broken.push(`7 (nothing silent): the tap ${id} never ended`);
  return broken;
}

export const DRAFT_MUTATIONS: Record<string, Sabotage> = {
  "answers leave although drafts are on": {
    engine: (real) => ({
      ...real,
      switches: {
        ...real.switches,
        current: async (number) => {
          const { rollout, ...current } = await real.switches.current(number);
          return rollout ? { ...current, rollout: { ...rollout, drafts: false } } : current;
        },
      },
    }),
  },
  "a newer answer takes the place of the draft that waits": {
    conversations: (real) => ({
      ...real,
      save: (state, sendBlocks) => {
        const { drafts, ...progress } = state.progress ?? {};
        const latest = drafts && { drafts: drafts.slice(-1) };
        return real.save(
          state.progress ? { ...state, progress: { ...progress, ...latest } } : state,
          sendBlocks,
        );
      },
    }),
  },
  "a tap on Discard sends the draft": {
    conversations: (real) => ({
      ...real,
      load: async (conversation, number) => {
        const loaded = await real.load(conversation, number);
        const outbound = loaded.outbound.map((each) =>
          each.content.kind === "draft"
            ? { ...each, content: { ...each.content, decision: "send" as const } }
            : each,
        );
        return { ...loaded, outbound };
      },
    }),
  },
  "no mail about drafts leaves": {
    engine: (real) => ({
      ...real,
      notifications: {
        send: async (mail) => (isDraftMail(mail) ? undefined : real.notifications.send(mail)),
      },
    }),
  },
  "drafts stay behind when conversations are merged": {
    conversations: (real) => ({
      ...real,
      mergeInto: (conversation, other) => {
        const { drafts: _, ...progress } = other.progress ?? {};
        return real.mergeInto(conversation, other.progress ? { ...other, progress } : other);
      },
    }),
  },
};
