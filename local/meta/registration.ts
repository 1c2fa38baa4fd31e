import { randomInt } from "node:crypto";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { type Answer, json, type ServiceRequest } from "../http/service.ts";
import { metaError } from "./errors.ts";

const WINDOW_MS = 72 * HOUR_MS;
const MAX_REGISTRATIONS = 10;
const MAX_WRONG_PINS = 5;
const MAX_CODES = 5;

/**
 * A number that was added to the account and nothing more: Meta demands that its owner verifies and registers
 * it. Read and change the public fields.
 */
export class FakeRegistration {
  verified = false;
  registered = false;
  /** Two-step verification: the only PIN that is accepted. */
  pin: string | undefined;
  onBusinessApp = false;
  nameStatus = "PENDING_REVIEW";
  /** Sent to the number, the newest last. */
  readonly codes: { method: string; language: string; code: string }[] = [];
  onCode: ((code: string) => void) | undefined;
  /** The next registrations are refused with these codes. */
  readonly refusals: number[] = [];
  /** The next response is lost, after the registration took effect. */
  losesResponse = false;
  /** When registrations were asked for. */
  readonly asked: number[] = [];
  #wrongPins = 0;

  answer(request: ServiceRequest, edge: string | undefined, clock: Clock): Answer | undefined {
    if (request.method !== "POST") return undefined;
    if (edge === "request_code") return this.#requestCode(fieldsOf(request));
    if (edge === "verify_code") return this.#verifyCode(fieldsOf(request));
    if (edge === "register") return this.#register(fieldsOf(request), clock.now());
    return undefined;
  }

  /** As the number shows them. */
  fields(): Record<string, unknown> {
    return {
      status: this.registered ? "CONNECTED" : "PENDING",
      code_verification_status: this.verified ? "VERIFIED" : "NOT_VERIFIED",
      platform_type: this.registered ? "CLOUD_API" : "NOT_APPLICABLE",
      is_on_biz_app: this.onBusinessApp,
      name_status: this.nameStatus,
    };
  }

  #requestCode({ code_method: method = "", language = "" }: Fields): Answer {
    if (!["SMS", "VOICE"].includes(method) || !/^[a-z]{2}(_[A-Z]{2})?$/.test(language))
      return metaError(100, "Invalid parameter");
    if (this.registered || this.codes.length >= MAX_CODES) return metaError(136024, "Request code error");
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    this.codes.push({ method, language, code });
    this.onCode?.(code);
    return json(200, { success: true });
  }

  #verifyCode({ code }: Fields): Answer {
    if (code === undefined || code !== this.codes.at(-1)?.code) return metaError(136025, "Verify code error");
    this.verified = true;
    return json(200, { success: true });
  }

  #register({ messaging_product: product, pin = "" }: Fields, now: number): Answer {
    if (product !== "whatsapp" || !/^\d{6}$/.test(pin)) return metaError(100, "Invalid parameter");
    if (this.asked.filter((at) => at > now - WINDOW_MS).length >= MAX_REGISTRATIONS)
      return metaError(133016, "Account register deregister rate limit exceeded");
    this.asked.push(now);
    const planned = this.refusals.shift();
    if (planned !== undefined) return metaError(planned, "Planned by the simulation");
    if (!this.verified) return metaError(133006, "Phone number re-verification needed");
    if (this.#wrongPins >= MAX_WRONG_PINS)
      return metaError(133008, "Too many two step verification PIN guesses");
    if (this.pin !== undefined && pin !== this.pin) {
      this.#wrongPins += 1;
      return metaError(133005, "Two step verification PIN mismatch");
    }
    this.#wrongPins = 0;
    [this.pin, this.registered] = [pin, true];
    if (!this.losesResponse) return json(200, { success: true });
    this.losesResponse = false;
    return "cut";
  }
}

type Fields = Readonly<Record<string, string | undefined>>;

/** In the query, as a form, or as JSON: the Graph API takes all three. */
function fieldsOf({ query, headers, body }: ServiceRequest): Fields {
  const text = body.toString("utf8");
  const given = headers["content-type"]?.includes("json")
    ? JSON.parse(text)
    : Object.fromEntries(new URLSearchParams(text));
  return { ...Object.fromEntries(query), ...given };
}
