import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { say } from "../data/acts.ts";
import { callPatiently } from "../data/call.ts";
import { loadChat } from "../data/chat.ts";
import { staffName } from "../data/people.ts";
import { refreshNow } from "../data/polling.ts";
import { newestSeen } from "./send.ts";

export type Tap = { decision: "send" | "discard"; text?: string };

/** Returns whether it was this person's tap that counted. */
export async function decideDraft(conversation: string, draft: string, tap: Tap): Promise<boolean> {
  const seen = newestSeen(conversation);
  const answer = await callPatiently("decide-draft", {
    params: { conversation, draft },
    body: omitUndefined({ ...tap, seen }),
  });
  if (answer.ok) say(tap.decision === "send" ? "The answer is on its way." : "The answer is discarded.");
  else if (answer.error === "draft-decided")
    say(`${staffName(String(answer.detail.by))} was faster: this answer is decided.`, { isBad: true });
  else if (answer.error === "newer-reply")
    say(`${staffName(String(answer.detail.by))} has written to this customer. Read it first.`, {
      isBad: true,
    });
  else say(answer.message, { isBad: true });
  await loadChat();
  await refreshNow();
  return answer.ok;
}
