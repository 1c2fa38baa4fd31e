import type { Controls, Switches } from "../../application/control-ports.ts";
import type { EndedHandoff } from "../../domain/handoff.ts";
import type { MemoryTable } from "./memory-table.ts";

export const memoryControls = (table: MemoryTable): Controls => ({
  async read(conversation) {
    const { lastHandoff: _, ...state } = table.state(conversation);
    return state;
  },
  async pause(conversation, handoff, resumeAt) {
    const state = table.state(conversation);
    if (state.pausedAt !== undefined || state.lastHandoff === handoff.id) return "already";
    table.states.set(conversation, { ...state, pausedAt: handoff.since, handoff, resumeAt, lastHandoff: handoff.id });
    return "paused";
  },
  async extend(conversation, resumeAt) {
    const state = table.state(conversation);
    if (state.pausedAt !== undefined && resumeAt > (state.resumeAt ?? 0)) table.states.set(conversation, { ...state, resumeAt });
  },
  async resume(conversation, { at, how, by, unless }) {
    const { pausedAt, handoff, resumeAt, ...state } = table.state(conversation);
    if (pausedAt === undefined || (unless !== undefined && (resumeAt ?? 0) > unless)) return undefined;
    const begun = handoff ?? { id: "unknown", reason: "operator" as const, since: pausedAt, origin: conversation };
    const endedHandoff: EndedHandoff = { ...begun, endedAt: at, how, ...(by !== undefined && { endedBy: by }) };
    table.states.set(conversation, { ...state, endedHandoff });
    return endedHandoff;
  },
  async wish(conversation, change) {
    const { optedOutAt, noTemplatesAt, ...state } = table.state(conversation);
    const { wish: standing } = state;
    const later = !standing || change.at > standing.at || (change.at === standing.at && change.wish === "stop" && standing.wish === "start");
    if (!later || standing?.id === change.id) return "stale";
    const silences =
      change.wish === "start"
        ? {}
        : {
            ...(optedOutAt !== undefined && { optedOutAt }),
            ...(noTemplatesAt !== undefined && { noTemplatesAt }),
            ...(change.scope === "all" ? { optedOutAt: optedOutAt ?? change.at } : { noTemplatesAt: noTemplatesAt ?? change.at }),
          };
    table.states.set(conversation, { ...state, ...silences, wish: change });
    return "changed";
  },
});

export const memorySwitches = (table: MemoryTable): Switches => ({
  isOff: async (number) => table.isOff(number),
  async set(number, off, by, at) {
    table.switches.set(number, { number, off, by, at });
  },
  list: async (numbers) => ["*" as const, ...numbers].map((number) => table.switches.get(number) ?? { number, off: false }),
});
