import { type ConversationState, conversationIdsOf } from "../../domain/conversation/conversation.ts";
import type { OutboundEnd } from "../../domain/conversation/side-tasks.ts";
import type { NumberName, TurnId } from "../../domain/ids.ts";
import { runStoredSideTask } from "../notify/stored-side-tasks.ts";
import type { Engine } from "../ports/engine.ts";

type EndedOutbound = { outbound: string; campaign?: string | undefined; turn?: TurnId };

/** In all places where it may be. The caller saves the returned state. */
export async function endOutbound<State extends ConversationState>(
  engine: Engine,
  start: State,
  number: NumberName,
  { outbound, campaign, turn }: EndedOutbound,
  end: OutboundEnd,
): Promise<State> {
  const places = conversationIdsOf(start);
  let state = start;
  // The mailing knows the conversation by the id at its claim.
  for (const recipient of campaign === undefined ? [] : places)
    state = await runStoredSideTask(engine, state, number, {
      kind: "campaign",
      campaign: campaign ?? "",
      recipient,
      end,
    });
  await engine.outbox.end(places, outbound, { ...end, ...(turn && { turn }) });
  return state;
}
