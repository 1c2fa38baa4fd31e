import { MAX_OUTBOUND_AGE_MS } from "../../domain/backoff.ts";
import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { SendBlock } from "../../domain/conversation/send-block.ts";
import type { OutboundEnd } from "../../domain/conversation/side-tasks.ts";
import type { NumberName, TurnId } from "../../domain/ids.ts";
import type { Outbound } from "../../domain/turn/outbound.ts";
import type { ReplyPart } from "../../domain/turn/turn.ts";
import { sideTasksWith } from "../notify/side-tasks.ts";
import { type BusinessNumber, type CommandResult, type Engine, saveAlways } from "../ports/engine.ts";
import { beyondTurn, type SendMessage } from "./send-message.ts";

/** A person speaks also while the bot is silent or switched off. */
const PERSON: readonly SendBlock[] = ["opted-out"];
const TEMPLATE: readonly SendBlock[] = ["opted-out", "no-templates", "switched-off"];
/** A mailing does not break into a conversation that a person has. */
const MAILING: readonly SendBlock[] = [...TEMPLATE, "paused"];

type Ended = { outbound: string; campaign?: string | undefined; turn?: TurnId };

/** Ends what somebody wanted to say, wherever it is kept. Gives the state, which the caller saves. */
export const endOutboundWith = (engine: Engine) => {
  const sideTasks = sideTasksWith(engine);
  return async <State extends ConversationState>(
    start: State,
    number: NumberName,
    { outbound, campaign, turn }: Ended,
    end: OutboundEnd,
  ): Promise<State> => {
    const conversationIds = conversationIdsOf(start);
    let state = start;
    // The mailing knows the conversation by the id that it had when it was claimed.
    for (const recipient of campaign === undefined ? [] : conversationIds)
      state = await sideTasks.run(state, number, { kind: "campaign", campaign: campaign ?? "", recipient, end });
    await engine.outbox.end(conversationIds, outbound, { ...end, ...(turn && { turn }) });
    return state;
  };
};

function partsOf({ content }: Outbound, number: BusinessNumber): readonly ReplyPart[] {
  if (content.kind === "template") {
    const { template } = content;
    return [{ text: template.preview ?? `[template ${template.name}]`, template }];
  }
  const quoted = content.replyTo ? { replyTo: content.replyTo } : {};
  return number.splitText(content.text).map((part, index) => (index === 0 ? { ...part, ...quoted } : part));
}

/**
 * Says what a person, or a mailing, wants to say, in a turn of its own. What must not leave (any more) is ended with the reason, and never tried again.
 * Gives the state as it is then, or the wake-up to come back with.
 */
export const sendOutboundWith = (engine: Engine, say: SendMessage) => {
  const { conversations, telemetry, clock } = engine;
  const sideTasks = sideTasksWith(engine);
  const endOutbound = endOutboundWith(engine);

  return async (
    start: ConversationState,
    number: BusinessNumber,
    job: Outbound,
    deadline: number,
  ): Promise<CommandResult | ConversationState> => {
    const template = job.content.kind === "template";
    const customer = start.customer ?? job.customer;
    const about = { outbound: job.id, campaign: job.campaign };
    const give = async (state: "failed" | "cancelled", code: string): Promise<ConversationState> => {
      const ended = await endOutbound(start, number.name, about, { state, code });
      telemetry.warn("outbound.unsent", { conversation: start.conversation, outbound: job.id, code });
      return ended === start ? start : saveAlways(conversations, ended);
    };
    /** Somebody counts on it, so they are told that it did not leave. */
    const expire = async (): Promise<ConversationState> => {
      const { conversation } = start;
      const id = `${conversation}.expired.${job.id}`;
      const detail = { reason: "expired", outbound: job.id };
      const event = { type: "reply.failed" as const, id, conversation, number: number.name, detail };
      const told = await sideTasks.run(await give("failed", "expired"), number.name, { kind: "event", event });
      return saveAlways(conversations, told);
    };
    if (clock.now() - job.at > MAX_OUTBOUND_AGE_MS) return expire();
    const parts = partsOf(job, number);
    if (!customer || parts.length === 0) return give("failed", customer ? "empty" : "unknown-customer");
    const state = beyondTurn({ ...start, customer });
    const spoken = await say(
      state,
      number,
      {
        cause: `out ${job.id}`,
        parts,
        by: "person",
        blockedBy: template ? (job.campaign === undefined ? TEMPLATE : MAILING) : PERSON,
        outbound: job.id,
        ...(job.campaign !== undefined && { campaign: job.campaign }),
        ...(template && { anytime: true }),
      },
      deadline,
    );
    switch (spoken.kind) {
      case "said":
        return spoken.state;
      case "waiting":
        return spoken.wake;
      case "unsaid":
        return spoken.why === "window" ? give("failed", "window-closed") : give("cancelled", spoken.why);
    }
  };
};
