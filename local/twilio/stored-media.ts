import { randomBytes } from "node:crypto";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { FaultPlan, withFault } from "../http/faults.ts";
import { type Answer, type Service, type ServiceRequest, startService } from "../http/service.ts";
import type { FileKind, SentFile } from "../sent-file.ts";
import { twilioError } from "./errors.ts";

const PATH = /^\/2010-04-01\/Accounts\/(\w+)\/Messages\/(\w+)\/Media\/(\w+)$/;
const ADDRESS_LIVES_MS = 4 * HOUR_MS;

/** Of the webhook: only what Twilio itself distinguishes. */
const MESSAGE_TYPES: Readonly<Record<FileKind, string>> = {
  photo: "image",
  voice: "audio",
  audio: "audio",
  video: "video",
  document: "document",
  sticker: "sticker",
};

type Kept = SentFile & { message: string };
type Parts = { clock: Clock; pause(milliseconds: number): Promise<void> };

const xml = (status: number, code: string): Answer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`,
});

/**
 * Files of customers: the API wants the account's password, and redirects to a content server that refuses
 * it.
 * https://www.twilio.com/docs/messaging/api/media-resource
 */
export class TwilioMedia {
  /** By id, `ME…`. A deleted one is gone. */
  readonly files = new Map<string, Kept>();
  /** When the API is asked. */
  readonly lookupFaults = new FaultPlan();
  /** When the content server is asked. */
  readonly faults = new FaultPlan();
  readonly #parts: Parts;
  /** By path: where a file lies for a while. */
  readonly #addresses = new Map<string, { id: string; until: number }>();
  #service: Service | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#service = await startService({}, (request) =>
      this.#withFault(this.faults, () => this.#bytes(request)),
    );
  }

  async stop(): Promise<void> {
    await this.#service?.stop();
  }

  /** Returns the id. */
  keep(file: SentFile, message: string): string {
    const id = `ME${randomBytes(16).toString("hex")}`;
    this.files.set(id, { ...file, message });
    return id;
  }

  /** What the webhook says of it. A document's name takes the caption's place. */
  formOf(
    id: string,
    { kind, type, name = "" }: SentFile,
    { caption, account, url, message }: { caption: string; account: string; url: string; message: string },
  ): { body: string; extra: Record<string, string> } {
    return {
      body: caption || (kind === "document" ? name : ""),
      extra: {
        MessageType: MESSAGE_TYPES[kind],
        NumMedia: "1",
        MediaUrl0: `${url}/2010-04-01/Accounts/${account}/Messages/${message}/Media/${id}`,
        MediaContentType0: type.split(";")[0] ?? "",
      },
    };
  }

  /** For a request with the password. `undefined`: not about a file. */
  answer({ method, path }: ServiceRequest, account: string): Promise<Answer> | undefined {
    const [, owner, message, id = ""] = PATH.exec(path) ?? [];
    if (method !== "GET" || message === undefined) return undefined;
    return this.#withFault(this.lookupFaults, () =>
      owner === account && this.files.get(id)?.message === message
        ? this.#redirect(id, account)
        : twilioError(20404, "The requested resource was not found"),
    );
  }

  #redirect(id: string, account: string): Answer {
    const path = `/${account}/${randomBytes(16).toString("hex")}`;
    this.#addresses.set(path, { id, until: this.#parts.clock.now() + ADDRESS_LIVES_MS });
    return { status: 307, headers: { location: `${this.#service?.url}${path}` } };
  }

  #bytes({ path, headers }: ServiceRequest): Answer {
    const { id = "", until = 0 } = this.#addresses.get(path) ?? {};
    const file = this.files.get(id);
    if (headers.authorization !== undefined) return xml(400, "InvalidArgument");
    if (!file || until <= this.#parts.clock.now()) return xml(403, "AccessDenied");
    const named = file.kind === "document" && file.name !== undefined;
    return {
      status: 200,
      headers: {
        "content-type": file.type.split(";")[0] ?? "",
        ...(named && {
          "content-disposition": `inline; filename*=UTF-8''${encodeURIComponent(file.name ?? "")}`,
        }),
      },
      body: file.bytes,
    };
  }

  #withFault(plan: FaultPlan, accept: () => Answer): Promise<Answer> {
    return withFault(plan.take(), {
      accept: async () => accept(),
      refuse: (code, status) => twilioError(code, "Planned by the simulation", status),
      pause: this.#parts.pause,
    });
  }
}
