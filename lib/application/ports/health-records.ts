import type { NoticeMemory } from "../../domain/health/notice-memory.ts";
import type { RoundMemory } from "../../domain/health/round.ts";

/** What people were told already. */
export interface HealthRecords {
  round(): Promise<RoundMemory>;
  notices(): Promise<NoticeMemory>;
  saveRound(memory: RoundMemory): Promise<void>;
  /** Of two at once the later one decides on what the earlier one wrote. `decide` may run several times. */
  changeNotices<Result extends { next: NoticeMemory }>(
    decide: (memory: NoticeMemory) => Result,
  ): Promise<Result>;
}
