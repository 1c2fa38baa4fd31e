import type { ConversationId } from "../../domain/ids.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Links } from "../ports/links.ts";
import { followLinks, resolveConversation } from "./identities.ts";

/**
 * The controls of a customer's conversation, by any of the customer's ids.
 * Looks where the id leads before a write and again after it. A merge sets the link first and then reads what
 * it merges, so either the merge sees the write, or the writer sees the link and writes there too. A
 * conversation on the way that has not been merged yet may be about to send something: it is written as well.
 */
export function linkedControls(controls: Controls, links: Pick<Links, "find">): Controls {
  async function write<Result>(
    id: ConversationId,
    act: (conversation: ConversationId) => Promise<Result>,
  ): Promise<Result> {
    const { path, conversation: first } = await followLinks(links, id);
    for (const each of path) if ((await controls.read(each)).movedTo === undefined) await act(each);
    let conversation = first;
    let result = await act(conversation);
    for (;;) {
      const now = await resolveConversation(links, conversation);
      if (now === conversation) return result;
      conversation = now;
      result = (await act(conversation)) ?? result;
    }
  }

  return {
    read: async (id) => controls.read(await resolveConversation(links, id)),
    pause: (id, handoff, resumeAt) =>
      write(id, (conversation) => controls.pause(conversation, handoff, resumeAt)),
    extend: (id, resumeAt) => write(id, (conversation) => controls.extend(conversation, resumeAt)),
    resume: (id, end) => write(id, (conversation) => controls.resume(conversation, end)),
    changeConsent: (id, change) => write(id, (conversation) => controls.changeConsent(conversation, change)),
    keepConsent: controls.keepConsent,
    keptConsent: controls.keptConsent,
  };
}
