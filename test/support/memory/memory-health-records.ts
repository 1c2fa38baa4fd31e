import type { HealthRecords } from "../../../lib/application/ports/health-records.ts";
import { NO_NOTICES, type NoticeMemory } from "../../../lib/domain/health/notice-memory.ts";
import { FIRST_ROUND, type RoundMemory } from "../../../lib/domain/health/round.ts";

/** `told`: what is remembered. */
export function memoryHealthRecords(): HealthRecords & {
  told: { round: RoundMemory; notices: NoticeMemory };
} {
  const told: { round: RoundMemory; notices: NoticeMemory } = { round: FIRST_ROUND, notices: NO_NOTICES };
  return {
    told,
    round: async () => told.round,
    notices: async () => told.notices,
    async saveRound(memory) {
      told.round = structuredClone(memory);
    },
    async changeNotices(decide) {
      const result = decide(told.notices);
      told.notices = structuredClone(result.next);
      return result;
    },
  };
}
