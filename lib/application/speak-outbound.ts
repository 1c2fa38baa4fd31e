import type { ConversationState } from "../domain/conversation.ts";
import { conversationId, type TurnId } from "../domain/ids.ts";
import type { Outbound } from "../domain/outbound.ts";
import type { Silence } from "../domain/silence.ts";
import type { ReplyPart } from "../domain/turn.ts";
import type { BusinessNumber, Engine, Wake } from "./engine.ts";
import { beyondTurn, type Say } from "./say.ts";

/** A person speaks also while the bot is silent or switched off. */
const PERSON: readonly Silence[] = ["opted-out"];
const TEMPLATE: readonly Silence[] = ["opted-out", "no-templates", "switched-off"];
/** A mailing does not break into a conversation that a person has. */
const MAILING: readonly Silence[] = [...TEMPLATE, "paused"];

type Ended = { outbound: string; campaign?: string | undefined; claimedAs?: string | undefined; turn?: TurnId };

/** Ends what somebody wanted to say, wherever it is kept. */
export const endOutboundWith =
  ({ outbox, campaigns }: Pick<Engine, "outbox" | "campaigns">) =>
  async (
    conversation: ConversationState["conversation"],
    { outbound, campaign, claimedAs, turn }: Ended,
    end: { state: "sent" | "failed" | "cancelled"; code?: string },
  ): Promise<void> => {
    if (campaign !== undefined) await campaigns.end(campaign, claimedAs === undefined ? conversation : conversationId(claimedAs), end);
    await outbox.end(conversation, outbound, { ...end, ...(turn && { turn }) });
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
export const speakOutboundWith = (engine: Engine, say: Say) => {
  const { telemetry } = engine;
  const endOutbound = endOutboundWith(engine);

  return async (start: ConversationState, number: BusinessNumber, job: Outbound, deadline: number): Promise<Wake | ConversationState> => {
    const template = job.content.kind === "template";
    const customer = start.customer ?? job.customer;
    const about = { outbound: job.id, campaign: job.campaign, claimedAs: job.claimedAs };
    const give = async (state: "failed" | "cancelled", code: string): Promise<ConversationState> => {
      await endOutbound(start.conversation, about, { state, code });
      telemetry.warn("outbound.unsent", { conversation: start.conversation, outbound: job.id, code });
      return start;
    };
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
        silencedBy: template ? (job.campaign === undefined ? TEMPLATE : MAILING) : PERSON,
        outbound: job.id,
        ...(job.campaign !== undefined && { campaign: job.campaign }),
        ...(job.claimedAs !== undefined && { claimedAs: job.claimedAs }),
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
