import type { KeptEvent } from "./aws/events-endpoint.ts";
import type { Mail } from "./aws/sns-endpoint.ts";
import type { Answer, ServiceRequest } from "./http/service.ts";
import type { LogLine } from "./log-lines.ts";

/** The receiver of requests: our front door, or a fake provider. */
type System = "front" | "meta" | "twilio" | "chatsby";

/** A delayed webhook. */
export type HeldWebhook = {
  /** When it may leave; `undefined`: at once. */
  released: Promise<void> | undefined;
  /** Call it after the first attempt: other webhooks wait for that. */
  delivered(): void;
};

/** An event of a webhook on its way: delayed, or an attempt got its response. Status 0: no response. */
export type WebhookProgress = { kind: "held" } | { kind: "answered"; status: number };
export type HearProgress = (progress: WebhookProgress) => void;

/** Hooks for the page. Empty as long as the page is closed. */
export type Hooks = {
  /** Called for every request. The result is called with the response. */
  watch?(system: System, request: ServiceRequest): ((answer: Answer) => void) | undefined;
  /**
   * Called for each webhook of the fakes, with Meta's payload or Twilio's parameters. `undefined`: it leaves
   * at once.
   */
  hold?(webhook: unknown): HeldWebhook | undefined;
  log?(line: LogLine): void;
  /** To the team. */
  mail?(mail: Mail): void;
  /** On the bus. */
  event?(event: KeptEvent): void;
};
