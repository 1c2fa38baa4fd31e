import type { KeptEvent } from "./aws/events-endpoint.ts";
import type { Mail } from "./aws/sns-endpoint.ts";
import type { Answer, ServiceRequest } from "./http/service.ts";
import type { LogLine } from "./log-lines.ts";

/** Who takes requests: our own front door, or one of the outside systems. */
type System = "front" | "meta" | "twilio" | "chatsby";

/** Where whoever shows the stack looks in and reaches in. Empty as long as nobody does. */
export type Hooks = {
  /** Hears of every request; what it gives hears of the answer. */
  watch?(system: System, request: ServiceRequest): ((answer: Answer) => void) | undefined;
  /** A webhook of the fakes leaves once this resolves: Meta's payload, or Twilio's parameters. */
  hold?(webhook: unknown): Promise<void>;
  log?(line: LogLine): void;
  /** To the team. */
  mail?(mail: Mail): void;
  /** On the bus. */
  event?(event: KeptEvent): void;
};
