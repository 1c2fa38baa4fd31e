import { createHash, randomBytes, randomInt } from "node:crypto";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { FaultPlan, withFault } from "../http/faults.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import type { FileKind, SentFile } from "../sent-file.ts";
import { metaError } from "./errors.ts";

const TYPES: Readonly<Record<FileKind, string>> = {
  photo: "image",
  voice: "audio",
  audio: "audio",
  video: "video",
  document: "document",
  sticker: "sticker",
};

const LINKS = "/whatsapp_business/attachments/";
const ID_PATH = /^\/v\d+\.\d+\/(\d+)$/;
const LINK_LIVES_MS = 5 * MINUTE_MS;
const FILE_LIVES_MS = 7 * DAY_MS;

type Kept = SentFile & { phoneNumberId: string; at: number; hashes: Set<string> };
type Parts = { clock: Clock; pause(milliseconds: number): Promise<void> };

const sha256 = (bytes: Buffer, encoding: "hex" | "base64") =>
  createHash("sha256").update(bytes).digest(encoding);

/** An error with a subcode: no such object, or none that the token may see. */
const missing = (id: string): Answer =>
  json(400, {
    error: {
      message: `Unsupported get request. Object with ID '${id}' does not exist`,
      type: "GraphMethodException",
      code: 100,
      error_subcode: 33,
      fbtrace_id: "AlocalTraceId000000000",
    },
  });

/**
 * Files of customers: an id leads to a link, which lives for five minutes and wants the token.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media/
 */
export class MetaMedia {
  /** By id. A deleted one is gone. */
  readonly files = new Map<string, Kept>();
  /** When an id is looked up. */
  readonly lookupFaults = new FaultPlan();
  /** When the bytes are fetched. */
  readonly faults = new FaultPlan();
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Returns the id. */
  keep(file: SentFile, phoneNumberId: string): string {
    const id = `${randomInt(10 ** 7, 10 ** 8)}${randomInt(10 ** 7, 10 ** 8)}`;
    this.files.set(id, { ...file, phoneNumberId, at: this.#parts.clock.now(), hashes: new Set() });
    return id;
  }

  /** As the webhook names it. */
  contentOf(id: string, { kind, bytes, type, name }: SentFile, caption = ""): Record<string, unknown> {
    const captioned = kind === "photo" || kind === "video" || kind === "document";
    const about = {
      id,
      mime_type: type,
      sha256: sha256(bytes, "base64"),
      ...(captioned && caption && { caption }),
      ...(kind === "document" && name && { filename: name }),
      ...(TYPES[kind] === "audio" && { voice: kind === "voice" }),
      ...(kind === "sticker" && { animated: false }),
    };
    return { type: TYPES[kind], [TYPES[kind]]: about };
  }

  /** For a request with the token. `undefined`: not about a file. */
  answer(request: ServiceRequest): Promise<Answer> | undefined {
    if (request.method !== "GET") return undefined;
    if (request.path === LINKS) return this.#withFault(this.faults, () => this.#bytes(request));
    const [, id = ""] = ID_PATH.exec(request.path) ?? [];
    // Numbers and accounts have ids, too.
    if (!this.files.has(id) && !this.#isOfFile(request)) return undefined;
    return this.#withFault(this.lookupFaults, () => this.#link(id, request));
  }

  #isOfFile = ({ query }: ServiceRequest) => query.has("phone_number_id");

  #living(id: string): Kept | undefined {
    const file = this.files.get(id);
    return file && this.#parts.clock.now() < file.at + FILE_LIVES_MS ? file : undefined;
  }

  #link(id: string, { headers, query }: ServiceRequest): Answer {
    const file = this.#living(id);
    const number = query.get("phone_number_id");
    if (!file || (number !== null && number !== file.phoneNumberId)) return missing(id);
    const ext = String(Math.floor((this.#parts.clock.now() + LINK_LIVES_MS) / SECOND_MS));
    const hash = randomBytes(24).toString("base64url");
    file.hashes.add(hash);
    return json(200, {
      url: `http://${headers.host}${LINKS}?${new URLSearchParams({ mid: id, ext, hash })}`,
      mime_type: file.type,
      sha256: sha256(file.bytes, "hex"),
      file_size: file.bytes.byteLength,
      id,
      messaging_product: "whatsapp",
    });
  }

  #bytes({ query }: ServiceRequest): Answer {
    const file = this.#living(query.get("mid") ?? "");
    const isOver = Number(query.get("ext")) * SECOND_MS <= this.#parts.clock.now();
    if (!file?.hashes.has(query.get("hash") ?? "") || isOver)
      return { status: 404, headers: { "content-type": "text/html" }, body: "<html>Not Found" };
    return { status: 200, headers: { "content-type": file.type }, body: file.bytes };
  }

  #withFault(plan: FaultPlan, accept: () => Answer): Promise<Answer> {
    return withFault(plan.take(), {
      accept: async () => accept(),
      refuse: (code, status) => metaError(code, "Planned by the simulation", status),
      pause: this.#parts.pause,
    });
  }
}
