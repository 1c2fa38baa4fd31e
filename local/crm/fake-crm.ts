import { Webhook } from "standardwebhooks";
import { type Answer, json, type Service, type ServiceRequest, startService } from "../http/service.ts";

export type CrmDelivery = { id: string; payload: unknown };

/** Accepts leads by Standard Webhooks if their signature is valid. https://www.standardwebhooks.com */
export class FakeCrm {
  /** Repeats are included and have equal ids. */
  readonly received: CrmDelivery[] = [];
  refused = 0;
  /** Statuses for the next deliveries, which are then not accepted. */
  readonly failures: number[] = [];
  readonly #webhook: Webhook;
  #service: Service | undefined;

  /** `secret`: `whsec_…`, as in `leads.webhookSecrets`. */
  constructor(secret: string) {
    this.#webhook = new Webhook(secret);
  }

  get url(): string {
    return this.#service ? `${this.#service.url}/leads` : "";
  }

  async start(): Promise<void> {
    this.#service = await startService({}, async (request) => this.#take(request));
  }

  stop = async () => this.#service?.stop();

  #take({ method, path, headers, body }: ServiceRequest): Answer {
    if (method !== "POST" || path !== "/leads") return json(404, {});
    let payload: unknown;
    try {
      payload = this.#webhook.verify(body, headers);
    } catch {
      this.refused += 1;
      return json(401, {});
    }
    const failure = this.failures.shift();
    if (failure !== undefined) return json(failure, {});
    this.received.push({ id: headers["webhook-id"] ?? "", payload });
    return { status: 204 };
  }
}
