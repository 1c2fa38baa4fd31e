import type { SecretOf } from "../config/secrets/secrets.ts";
import type { InboundEvent, Provider } from "../domain/inbound/inbound.ts";

export type WebhookRequest<Secret> = {
  /** Signatures cover these bytes. */
  raw: Buffer;
  /** As the provider called it: public scheme and host, path, raw query. */
  url: string;
  query: Readonly<Record<string, string | undefined>>;
  /** In lower case. */
  header(name: string): string | undefined;
  secret: Secret;
};

/** "unsigned": without any signature, so not the provider's. */
export type Forgery = "unsigned" | "signature" | "shared-key" | "verify-token";
export type UnreadableBody = "not-json" | "not-a-form";

type WebhookAnswer = { body: string; contentType?: string };

export type WebhookReading =
  | { kind: "forged"; reason: Forgery }
  | { kind: "unreadable"; reason: UnreadableBody }
  /** The events must be safe before the answer leaves. Default answer: an empty 200. */
  | { kind: "events"; events: readonly InboundEvent[]; answer?: WebhookAnswer }
  | { kind: "answer"; answer: WebhookAnswer };

interface WebhookRoute<Secret> {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Verifies before it parses anything. Never throws for what a stranger can send. */
  read(request: WebhookRequest<Secret>): WebhookReading;
  /** Without verifying: for tools that show what was delivered. `undefined`: unreadable. */
  eventsOf?(raw: Buffer, query: WebhookRequest<Secret>["query"]): readonly InboundEvent[] | undefined;
}

/** Imported by the webhook function, so nothing of sending or tools. */
export type ProviderWebhook<P extends Provider = Provider> = {
  readonly provider: P;
  readonly routes: readonly WebhookRoute<SecretOf<P>>[];
};
