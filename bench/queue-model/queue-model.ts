import type { TimeoutRule } from "../../lib/application/turn/adaptive-timeout.ts";
import type { AgentModel } from "./agent.ts";

export type QueueModel = {
  messagesPerSecond: number;
  /** Messages arrive for so long; then everything that waits is answered. */
  seconds: number;
  /** Only what arrives in between counts in `waits`. */
  countedFromSeconds: number;
  countedToSeconds: number;
  /** Each message is of one of them, at random; 0: each is of another one. */
  conversations: number;
  /** Batches at a time, and how many there may be at first; `addedPerSecond`: while messages wait. */
  workers: number;
  workersAtFirst: number;
  addedPerSecond: number;
  batchSize: number;
  maxInFlight: number;
  quietSeconds: number;
  maxWaitSeconds: number;
  agentAttempts: number;
  /** Of a turn, beside the agent: reads, writes, the sending. */
  ownSeconds: number;
  agent: AgentModel;
  /** By which a worker waits for a shorter time while the agent seems to hang; "none": always the full time. */
  timeoutRule: TimeoutRule | "none";
  /** A customer who waited longer was not served well. */
  slowSeconds: number;
  seed: number;
};
