import type { KeptEvent } from "./aws/events-endpoint.ts";
import type { Mail } from "./aws/sns-endpoint.ts";
import type { Answer, ServiceRequest } from "./http/service.ts";
import type { LogLine } from "./log-lines.ts";

/** Who takes requests: our own front door, or one of the outside systems. */
type System = "front" | "meta" | "twilio" | "chatsby";

/** A webhook that is kept back. */
export type HeldWebhook = {
  /** It may leave then; `undefined`: at once. */
  released: Promise<void> | undefined;
  /** To be called when its first attempt was answered: others leave after it. */
  delivered(): void;
};

/** What happens to a webhook on its way: it is kept back, or an attempt was answered. Status 0: no answer came. */
export type WebhookProgress = { kind: "held" } | { kind: "answered"; status: number };
export type HearProgress = (progress: WebhookProgress) => void;

/** Where whoever shows the stack looks in and reaches in. Empty as long as nobody does. */
export type Hooks = {
  /** Hears of every request; what it gives hears of the answer. */
  watch?(system: System, request: ServiceRequest): ((answer: Answer) => void) | undefined;
  /** Asked for each webhook of the fakes, Meta's payload or Twilio's parameters; `undefined`: it leaves at once. */
  hold?(webhook: unknown): HeldWebhook | undefined;
  log?(line: LogLine): void;
  /** To the team. */
  mail?(mail: Mail): void;
  /** On the bus. */
  event?(event: KeptEvent): void;
};
