import type { ConversationState } from "../../domain/conversation/conversation.ts";
import {
  type AssignResult,
  type Decision,
  decideAssignment,
  decideRelease,
  decideReply,
} from "../../domain/conversation/staff-decisions.ts";
import type { ConversationId } from "../../domain/ids.ts";
import type { Controls } from "../ports/control-ports.ts";
import type { Links } from "../ports/links.ts";
import { followLinks, resolveConversation } from "./identities.ts";

/** `decide`: what the write would come to in this conversation. */
type Refusing<Result> = {
  isRefusal: (result: Result) => boolean;
  decide: (state: ConversationState) => Decision<Result>;
};

const isTaken = ({ kind }: AssignResult) => kind === "taken";

/**
 * Works by any of the customer's ids. Looks where the id leads before and after a write. A merge sets the
 * link before it reads, so either the merge sees the write, or the writer sees the link and writes there too.
 * Also writes conversations on the way that are not merged yet: they may be about to send. One that is fenced
 * off for its merge is only asked.
 */
export function linkedControls(controls: Controls, links: Pick<Links, "find">): Controls {
  async function write<Result>(
    id: ConversationId,
    act: (conversation: ConversationId) => Promise<Result>,
    refusing?: Refusing<Result>,
  ): Promise<Result> {
    const { path, conversation } = await followLinks(links, id);
    const results: Result[] = [];
    for (const each of path) {
      const state = await controls.read(each);
      const result = state.movedTo === undefined ? await act(each) : await refusalOf(state, refusing);
      if (result === undefined) continue;
      if (refusing?.isRefusal(result)) return result;
      results.push(result);
    }
    const result = await act(conversation);
    if (refusing?.isRefusal(result)) return result;
    results.push(result);
    const link = await links.find(conversation);
    if (link && link.to !== conversation) results.push(await write(link.to, act, refusing));
    return results.findLast((each) => each !== undefined) ?? result;
  }

  /** Of a conversation that was fenced off. Once it is merged the next one knows what it knew, and what came later. */
  async function refusalOf<Result>(
    state: ConversationState,
    refusing: Refusing<Result> | undefined,
  ): Promise<Result | undefined> {
    if (!refusing || state.movedTo === undefined) return undefined;
    const { result } = refusing.decide(state);
    if (!refusing.isRefusal(result)) return undefined;
    const { mergedFrom = [] } = await controls.read(state.movedTo);
    return mergedFrom.includes(state.conversation) ? undefined : result;
  }

  return {
    read: async (id) => controls.read(await resolveConversation(links, id)),
    pause: (id, handoff, resumeAt) =>
      write(id, (conversation) => controls.pause(conversation, handoff, resumeAt)),
    extend: (id, resumeAt) => write(id, (conversation) => controls.extend(conversation, resumeAt)),
    assign: (id, assignment) =>
      write(id, (conversation) => controls.assign(conversation, assignment), {
        isRefusal: isTaken,
        decide: (state) => decideAssignment(state, assignment),
      }),
    release: (id, release) =>
      write(id, (conversation) => controls.release(conversation, release), {
        isRefusal: isTaken,
        decide: (state) => decideRelease(state, release),
      }),
    startReply: (id, reply) =>
      write(id, (conversation) => controls.startReply(conversation, reply), {
        isRefusal: ({ kind }) => kind === "newer-reply",
        decide: (state) => decideReply(state, reply),
      }),
    resume: (id, end) => write(id, (conversation) => controls.resume(conversation, end)),
    changeConsent: (id, change) => write(id, (conversation) => controls.changeConsent(conversation, change)),
    keepConsent: controls.keepConsent,
    keptConsent: controls.keptConsent,
  };
}
