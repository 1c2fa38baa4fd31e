import { randomUUID } from "node:crypto";
import { json, type Service, startService } from "../http/service.ts";

export type KeptEvent = { bus: string; source: string; type: string; detail: Record<string, unknown> };
type Entry = { EventBusName?: string; Source?: string; DetailType?: string; Detail?: string };

/** More would fill the memory of a stack that runs for days. */
const MAX_KEPT = 10_000;

const AMZ_JSON = { "content-type": "application/x-amz-json-1.1" };

export class EventsEndpoint {
  readonly kept: KeptEvent[] = [];
  readonly #onEvent: (event: KeptEvent) => void;
  #service: Service | undefined;

  constructor(onEvent: (event: KeptEvent) => void = () => {}) {
    this.#onEvent = onEvent;
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    this.#service = await startService({}, async ({ headers, body }) => {
      if (headers["x-amz-target"] !== "AWSEvents.PutEvents")
        return json(400, { __type: "UnknownOperationException", message: "not simulated" }, AMZ_JSON);
      const { Entries }: { Entries: readonly Entry[] } = JSON.parse(body.toString("utf8"));
      for (const { EventBusName = "default", Source = "", DetailType = "", Detail = "{}" } of Entries) {
        const event = { bus: EventBusName, source: Source, type: DetailType, detail: JSON.parse(Detail) };
        this.kept.push(event);
        if (this.kept.length > MAX_KEPT) this.kept.splice(0, MAX_KEPT / 10);
        this.#onEvent(event);
      }
      return json(
        200,
        { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: randomUUID() })) },
        AMZ_JSON,
      );
    });
  }

  stop = async () => this.#service?.stop();
}
