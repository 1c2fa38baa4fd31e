import { captureLead } from "../../lib/application/agent-actions/capture-lead.ts";
import { escalate } from "../../lib/application/agent-actions/escalate.ts";
import { noteActivity } from "../../lib/application/inbox/note-activity.ts";
import { pauseConversation } from "../../lib/application/staff/conversation/pause-conversation.ts";
import { resumeConversation } from "../../lib/application/staff/conversation/resume-conversation.ts";
import type { InboxDeps } from "../../lib/application/staff/inbox/inbox-deps.ts";
import { replyAsPerson } from "../../lib/application/staff/replies/reply-as-person.ts";
import { type ConversationId, conversationId } from "../../lib/domain/ids.ts";
import { performTap, type TapAct } from "./drafts.ts";
import { type InboxAct, performInboxAct } from "./inbox-staff.ts";
import type { Invocation } from "./scheduler.ts";
import { SUPPORT, type World } from "./world.ts";

/** What staff and the agent's actions do. `id` makes a repeat harmless. */
export type Act = InboxAct | OperatorAct | TapAct;
type OperatorAct = { conversation: string; id: string } & (
  | { kind: "pause"; quiet: boolean }
  | { kind: "resume" }
  | { kind: "reply" }
  | { kind: "template" }
  | { kind: "escalate" }
  | { kind: "lead" }
  | { kind: "switch"; off: boolean }
);

const BY = "arn:aws:iam::000000000000:user/staff";
const GIVE_UP_AFTER = 25;

function operatorOf(world: World, invocation: Invocation): InboxDeps {
  const { ports } = world;
  const wrap = <Port extends object>(name: string, port: Port) => world.wrap(invocation, name, port);
  return {
    controls: world.linkedControls(invocation),
    outbox: wrap("outbox", ports.outbox),
    turnQueue: world.turnQueue(invocation),
    directory: wrap("directory", ports.directory),
    leads: wrap("leads", ports.leads),
    handoffList: wrap("handoffs", ports.handoffs),
    history: wrap("history", ports.history),
    campaigns: wrap("campaigns", ports.campaigns),
    allowance: wrap("allowance", ports.allowance),
    switches: wrap("switches", ports.staffSwitches),
    rollouts: wrap("rollouts", ports.rollouts),
    optIns: ports.optIns,
    requiresOptIn: false,
    conversations: wrap("state", ports.staffConversations),
    clock: { now: () => world.scheduler.now },
    numbers: [{ name: SUPPORT, provider: "meta" }],
    conversationFor: (_, customer) => conversationId(customer.userId ?? customer.phone ?? ""),
    templatesOf: () => {
      throw new Error("the simulation looks up no templates");
    },
    activity: world.activity(invocation),
    notes: wrap("notes", ports.notes),
    drafts: wrap("drafts", ports.drafts),
    chats: wrap("chats", ports.chats),
    failureTextOf: () => undefined,
    ...world.hours.rules,
    resumeAfterMs: world.resumeAfterMs,
    hasInbox: true,
    shortId: (...parts) => parts.join("-").replace(/[^\w-]/g, "-"),
  };
}

async function perform(world: World, invocation: Invocation, act: Act): Promise<unknown> {
  const operator = operatorOf(world, invocation);
  const conversation = conversationId(act.conversation);
  const session = { ...operator, sessionKey: (text: string) => text };
  switch (act.kind) {
    case "pause":
      await pauseConversation(operator, { conversation, id: act.id, by: BY, quiet: act.quiet });
      return noteAct(world, invocation, conversation);
    case "resume":
      await resumeConversation(operator, { conversation, by: BY });
      return noteAct(world, invocation, conversation);
    case "reply":
      await replyAsPerson(operator, { conversation, id: act.id, text: `person:${act.id}`, by: BY });
      return noteAct(world, invocation, conversation);
    case "template": {
      const template = { name: "news", preview: `template:${act.id}` };
      const now = world.scheduler.now;
      const content = { kind: "template" as const, template };
      await operator.outbox.add(conversation, {
        id: act.id,
        number: SUPPORT,
        at: now,
        by: BY,
        customer: act.conversation.endsWith("p") ? { phone: act.conversation } : { userId: act.conversation },
        content,
      });
      return operator.turnQueue.send([{ kind: "wake", conversation, number: SUPPORT }]);
    }
    case "escalate":
      return escalate(session, act.conversation, "please look");
    case "lead": {
      const captured = await captureLead(session, act.conversation, {
        [act.id]: { value: act.id, source: "agent" },
      });
      if (captured !== "unknown-session") world.captured.add(`${captured.conversation} ${act.id}`);
      return captured;
    }
    case "look":
    case "answer":
    case "assign":
    case "release":
      return performInboxAct(world, operator, act);
    case "tap":
      await performTap(world, operator, act);
      return noteAct(world, invocation, conversation);
    case "switch":
      return operator.switches.set(SUPPORT, act.off, BY, world.scheduler.now);
  }
}

/** As the inbox does after an act, beside the worker. */
async function noteAct(world: World, invocation: Invocation, id: ConversationId): Promise<unknown> {
  const { conversation } = await world.linkedControls(invocation).read(id);
  const deps = {
    activity: world.activity(invocation),
    history: world.wrap(invocation, "history", world.ports.history),
    clock: { now: () => world.scheduler.now },
  };
  return noteActivity(deps, conversation, { at: world.scheduler.now });
}

/** A caller without an answer asks again, under the same id. */
export function doAct(world: World, act: Act, attempt = 0): void {
  if (attempt > GIVE_UP_AFTER) throw new Error(`nobody would answer ${act.kind}`);
  const invocation = world.invocation(act.kind);
  world.scheduler.note(`${act.kind} ${act.conversation} ${act.id}`);
  const again = (milliseconds: number) => {
    world.scheduler.kill(invocation);
    world.scheduler.after(milliseconds, () => doAct(world, act, attempt + 1));
  };
  const patience = world.scheduler.after(10_000, () => again(0));
  perform(world, invocation, act).then(
    () => {
      if (invocation.alive) patience.isOver = true;
    },
    () => {
      if (!invocation.alive) return;
      patience.isOver = true;
      again(Math.min(1_000 * 2 ** attempt, 120_000));
    },
  );
}
