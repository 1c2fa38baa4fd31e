import { noteContact } from "../../identity/note-contact.ts";
import { notifyTeam } from "../../notify/announce-handoff.ts";
import { publishReceived } from "../../notify/publish-messages.ts";
import { retryAfter } from "../../ports/command-result.ts";
import type { Engine } from "../../ports/engine.ts";
import { type Next, next } from "../../ports/next.ts";
import { saveAlways } from "../../ports/save-always.ts";
import { lastInboundAt } from "../last-inbound.ts";
import { numberWaitMs } from "../number-wait.ts";
import type { Situation } from "../situation.ts";
import { applyWaitingKeywords } from "../waiting-keywords.ts";

/** Also waits for the conversation's slot at a throttled number. */
export async function waitWhileNumberIsSuspended(engine: Engine, at: Situation): Promise<Next<Situation>> {
  const waitMs = await numberWaitMs(engine, at);
  if (waitMs === undefined) return next(at);
  await notifyTeamMeanwhile(engine, at);
  return retryAfter(waitMs, "stopped");
}

/** A customer who asks for a person is put before the team also while the number can send nothing. */
async function notifyTeamMeanwhile(engine: Engine, at: Situation): Promise<void> {
  const { state, pending, commandNumber } = at;
  const { conversation, handoff, pausedAt, progress, movedTo } = state;
  const asks = pending.some(({ content }) => engine.detectKeyword(content) === "human");
  const isUnannounced =
    handoff !== undefined && pausedAt !== undefined && progress?.teamNotifiedOf !== handoff.id;
  const name = pending.at(-1)?.number ?? commandNumber;
  const number = name && engine.numberNamed(name);
  if (!(asks || isUnannounced) || movedTo || !number) return;
  const writtenAt = lastInboundAt(at);
  const known = { ...state, number: number.name, ...(writtenAt > 0 && { lastInboundAt: writtenAt }) };
  const noted = await noteContact(engine, known, number.name, pending);
  // Saved afterwards: the command comes again and again while the number can send nothing.
  const published = await publishReceived(engine, noted, pending);
  await applyWaitingKeywords(engine, await saveAlways(engine.conversations, published), pending);
  await notifyTeam(engine, (await engine.conversations.load(conversation)).state, number);
}
