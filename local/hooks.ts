import type { KeptEvent } from "./aws/events-endpoint.ts";
import type { Mail } from "./aws/sns-endpoint.ts";
import type { Answer, ServiceRequest } from "./http/service.ts";
import type { LogLine } from "./log-lines.ts";

type System = "front" | "meta" | "twilio" | "chatsby";

/** A POST request. */
export type LeavingWebhook = { url: string; body: string };

export type HeldWebhook = {
  /** `undefined`: at once. */
  released: Promise<void> | undefined;
  /** Call it after the first attempt: other webhooks wait for that. */
  delivered(): void;
};

/** Status 0: no response. */
export type WebhookProgress = { kind: "held" } | { kind: "answered"; status: number };
export type HearProgress = (progress: WebhookProgress) => void;

export type Hooks = {
  /** Called for every request, and its result with the response. */
  watch?(system: System, request: ServiceRequest): ((answer: Answer) => void) | undefined;
  /** Called for each webhook of the fakes. `undefined`: it leaves at once. */
  hold?(webhook: LeavingWebhook): HeldWebhook | undefined;
  log?(line: LogLine): void;
  mail?(mail: Mail): void;
  event?(event: KeptEvent): void;
};
