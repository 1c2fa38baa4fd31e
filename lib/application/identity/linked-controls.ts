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
import { ConcurrentWriteError } from "../ports/engine.ts";
import type { Links } from "../ports/links.ts";
import { followLinks, resolveConversation } from "./identities.ts";

/**
 * `decide`: what the write would come to in this conversation. `removes`: something that a merge which has read it
 * already brings back.
 */
type Kind<Result> = {
  isRefusal?: (result: Result) => boolean;
  decide?: (state: ConversationState) => Decision<Result>;
  removes?: true;
};

const isTaken = ({ kind }: AssignResult) => kind === "taken";

/**
 * Works by any of the customer's ids. Looks where the id leads before and after a write. A merge sets the
 * link before it reads, so either the merge sees the write, or the writer sees the link and writes there too.
 * Also writes conversations on the way that are not merged yet: they may be about to send. One that is fenced
 * off for its merge is only asked. Throws ConcurrentWriteError when a merge may bring back what is removed: a
 * repeat after the merge removes it.
 */
export function linkedControls(controls: Controls, links: Pick<Links, "find">): Controls {
  async function write<Result>(
    id: ConversationId,
    act: (conversation: ConversationId) => Promise<Result>,
    kind: Kind<Result> = {},
  ): Promise<Result> {
    const { isRefusal = () => false, removes } = kind;
    const { path, conversation } = await followLinks(links, id);
    const results: Result[] = [];
    for (const each of path) {
      const state = await controls.read(each);
      const result = state.movedTo === undefined ? await act(each) : await refusalOf(state, kind);
      if (result !== undefined && isRefusal(result)) return result;
      if (removes) await rejectWhileMerging(each);
      if (result !== undefined) results.push(result);
    }
    const result = await act(conversation);
    if (isRefusal(result)) return result;
    results.push(result);
    const link = await links.find(conversation);
    if (link && link.to !== conversation) {
      if (removes) await rejectWhileMerging(conversation);
      results.push(await write(link.to, act, kind));
    }
    return results.findLast((each) => each !== undefined) ?? result;
  }

  /** Fenced off, and the next one does not know yet what this one knows. */
  async function isMerging({ conversation, movedTo }: ConversationState): Promise<boolean> {
    if (movedTo === undefined) return false;
    const { mergedFrom = [] } = await controls.read(movedTo);
    return !mergedFrom.includes(conversation);
  }

  /** Of a conversation that is fenced off. After the merge the next one knows what it knew, and what came later. */
  async function refusalOf<Result>(
    state: ConversationState,
    { isRefusal, decide }: Kind<Result>,
  ): Promise<Result | undefined> {
    const result = decide?.(state).result;
    return result !== undefined && isRefusal?.(result) && (await isMerging(state)) ? result : undefined;
  }

  async function rejectWhileMerging(conversation: ConversationId): Promise<void> {
    if (await isMerging(await controls.read(conversation))) throw new ConcurrentWriteError();
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
        removes: true,
      }),
    startReply: (id, reply) =>
      write(id, (conversation) => controls.startReply(conversation, reply), {
        isRefusal: ({ kind }) => kind === "newer-reply",
        decide: (state) => decideReply(state, reply),
      }),
    resume: (id, end) => write(id, (conversation) => controls.resume(conversation, end), { removes: true }),
    changeConsent: (id, change) => write(id, (conversation) => controls.changeConsent(conversation, change)),
    keepConsent: controls.keepConsent,
    keptConsent: controls.keptConsent,
  };
}
