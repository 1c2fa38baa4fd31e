import type { AssignResult } from "../../domain/conversation/staff-decisions.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Links } from "../ports/links.ts";
import { followLinks, resolveConversation } from "./identities.ts";

const isTaken = ({ kind }: AssignResult) => kind === "taken";

/**
 * Works by any of the customer's ids. Looks where the id leads before and after a write. A merge sets the
 * link before it reads, so either the merge sees the write, or the writer sees the link and writes there too.
 * Also writes conversations on the way that are not merged yet: they may be about to send.
 */
export function linkedControls(controls: Controls, links: Pick<Links, "find">): Controls {
  async function write<Result>(
    id: ConversationId,
    act: (conversation: ConversationId) => Promise<Result>,
    isRefusal: (result: Result) => boolean = () => false,
  ): Promise<Result> {
    const { path, conversation: first } = await followLinks(links, id);
    for (const each of path) {
      if ((await controls.read(each)).movedTo !== undefined) continue;
      const result = await act(each);
      if (isRefusal(result)) return result;
    }
    let conversation = first;
    let result = await act(conversation);
    for (;;) {
      const now = await resolveConversation(links, conversation);
      if (now === conversation || isRefusal(result)) return result;
      conversation = now;
      result = (await act(conversation)) ?? result;
    }
  }

  return {
    read: async (id) => controls.read(await resolveConversation(links, id)),
    pause: (id, handoff, resumeAt) =>
      write(id, (conversation) => controls.pause(conversation, handoff, resumeAt)),
    extend: (id, resumeAt) => write(id, (conversation) => controls.extend(conversation, resumeAt)),
    assign: (id, assignment) =>
      write(id, (conversation) => controls.assign(conversation, assignment), isTaken),
    release: (id, release) => write(id, (conversation) => controls.release(conversation, release), isTaken),
    startReply: (id, reply) =>
      write(
        id,
        (conversation) => controls.startReply(conversation, reply),
        ({ kind }) => kind === "newer-reply",
      ),
    resume: (id, end) => write(id, (conversation) => controls.resume(conversation, end)),
    changeConsent: (id, change) => write(id, (conversation) => controls.changeConsent(conversation, change)),
    keepConsent: controls.keepConsent,
    keptConsent: controls.keptConsent,
  };
}
