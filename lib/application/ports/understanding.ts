import type { NumberName } from "../../domain/ids.ts";
import type { Customer } from "../../domain/inbound/inbound.ts";
import type { MediaModes, MediaTask } from "../../domain/media/media-task.ts";
import type { Understood } from "../../domain/media/understood.ts";

export interface MediaUnderstanding {
  readonly modes: MediaModes;
  /** For all media of a turn together. */
  readonly timeoutMs: number;
  /** Fetches and understands one attachment. Never throws: a failure is a value. */
  understand(number: NumberName, task: MediaTask, deadline: number, customer: Customer): Promise<Understood>;
}
