import type { Keyword } from "../../domain/consent/keywords/language-keywords.ts";
import { isStale } from "../../domain/conversation/window.ts";
import { beginsAt, type PauseRules, resumeAtFor } from "../../domain/handoff/pause-rules.ts";
import type { ConversationId, MessageId, NumberName } from "../../domain/ids.ts";
import type { Content } from "../../domain/inbound/inbound.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { ReceiveWebhookDeps } from "./webhook-deps.ts";

export type KeywordPorts = Pick<ReceiveWebhookDeps, "detectKeyword" | "idFor"> & {
  controls: Pick<Controls, "changeConsent" | "keepConsent" | "pause">;
  rules: Pick<ReceiveWebhookDeps["rules"], keyof PauseRules | "staleAfterHours">;
};

type CustomerMessage = { id: MessageId; number: NumberName; content: Content; sentAt: number };

/** One of ours, or one that the provider itself has applied. */
export const keywordIn = (
  content: Content,
  detectKeyword: KeywordPorts["detectKeyword"],
): Keyword | undefined => {
  if (content.kind !== "opt-out") return detectKeyword(content);
  return content.word === "help" ? undefined : content.word;
};

/**
 * Runs in the webhook function, so that an answer in progress is blocked at once, and again in the worker,
 * which does the rest. Repeating it changes nothing.
 */
export async function applyKeyword(
  { controls, detectKeyword, idFor, rules }: KeywordPorts,
  conversation: ConversationId,
  { id, number, content, sentAt }: CustomerMessage,
  now: number,
  /** By which the customer may be written to. */
  names: readonly ConversationId[] = [],
): Promise<Keyword | undefined> {
  const keyword = keywordIn(content, detectKeyword);
  if (keyword === "stop" || keyword === "start") {
    const source = content.kind === "opt-out" ? "provider" : "word";
    const change = { id: idFor(id), action: keyword, scope: "all", source, at: sentAt } as const;
    await controls.changeConsent(conversation, change);
    for (const name of names) await controls.keepConsent(name, change);
  }
  // A request for a person that arrives days late has been answered otherwise, or is repeated.
  if (keyword === "human" && !isStale(sentAt, now, rules.staleAfterHours)) {
    const since = Math.min(sentAt, now);
    const handoff = { id: idFor(id), reason: "asked", since, origin: conversation } as const;
    await controls.pause(
      conversation,
      beginsAt(rules, number, handoff, now),
      resumeAtFor(rules, number, now),
    );
  }
  return keyword;
}
