import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { AwsV4Signer } from "aws4fetch";

type Body = Record<string, unknown>;
type Answer = { status: number; body: unknown };

export type SentTemplate = {
  contact: string;
  number: string;
  campaign?: string;
  values: Record<string, string>;
  id?: string;
};

const ok = (body: unknown): Answer => ({ status: 200, body });
const refused = (status: number, error: string, more: Body = {}): Answer => ({
  status,
  body: { error, message: `about ${error}`, ...more },
});

export const aConversation = (change: Body = {}) => ({
  conversation: "conv-dana-0123456789ab",
  number: "support",
  provider: "meta",
  lastInboundAt: Date.now() - 3_600_000,
  windowClosesAt: Date.now() + 23 * 3_600_000,
  paused: false,
  optedOut: false,
  ...change,
});

export const aTemplate = (change: Body = {}) => ({
  name: "spring_sale",
  language: "en_US",
  status: "APPROVED",
  category: "MARKETING",
  named: false,
  body: { text: "{{1}}, all lamps are {{2}} off.", placeholders: ["1", "2"] },
  buttons: [],
  ...change,
});

/** As far as the commands see it. Refuses what is not signed with its credentials, as API Gateway does. */
export class FakeOperatorApi {
  url = "";
  credentials = { accessKeyId: "local", secretAccessKey: "local" };
  region = "us-east-1";
  /** By the contact as it was asked for. */
  contacts: Record<string, ReturnType<typeof aConversation>[]> = { "+14155550123": [aConversation()] };
  handoffs: Body[] = [];
  shown: Body = { conversation: "conv-dana-0123456789ab", optedOut: false, transcript: [], acts: [] };
  templates = [aTemplate()];
  dailyLimit: number | null = null;
  optedOut = new Set<string>();
  numbers: { number: string; suspended?: { until: number; since: number; code: string } }[] = [
    { number: "support" },
  ];
  troubles: Body[] = [];
  clockAheadMs = 0;
  switches = [
    { number: "*", off: false },
    { number: "support", off: false },
  ];
  leadPages: Body[][] = [[]];
  /** Each but the last one has a cursor. */
  exportPages: Body[] = [
    {
      exportedAt: 1,
      conversations: [{ conversation: "conv-dana-0123456789ab", items: [{ text: "hello" }] }],
    },
  ];
  /** Come before its own answers, in order; "cut" breaks the connection. */
  failures: (Answer | "cut")[] = [];
  optIns: Body[] = [];
  withdrawals: Body[] = [];
  withoutOptIn = new Set<string>();
  /** Nothing can be recorded of it. */
  unknown: string | undefined;
  onOptIn: () => void = () => undefined;
  /** How queued messages end. */
  ending: Body = { state: "sent" };
  /** Calls with a valid signature, `POST /conversations/find`. */
  readonly calls: { call: string; body: Body }[] = [];
  readonly sent: SentTemplate[] = [];
  /** Called after each queued template. */
  onSent: () => void = () => {};
  readonly #claimed = new Set<string>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start() {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    this.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  }

  stop() {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  called = (call: string) => this.calls.filter((each) => each.call.startsWith(call));

  async #serve(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    const answer = (await this.#isSigned(request, text))
      ? this.#answer(request, text)
      : { status: 403, body: { message: "Forbidden" } };
    if (answer === "cut") return void request.socket.destroy();
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  }

  async #isSigned({ method = "", url = "", headers }: IncomingMessage, body: string): Promise<boolean> {
    const type = headers["content-type"];
    const again = new AwsV4Signer({
      method,
      url: this.url + url,
      ...(body && { body }),
      ...(body && type && { headers: { "content-type": type } }),
      ...this.credentials,
      service: "execute-api",
      region: this.region,
      datetime: String(headers["x-amz-date"]),
    });
    return (await again.sign()).headers.get("authorization") === headers.authorization;
  }

  #answer({ method = "", url = "" }: IncomingMessage, text: string): Answer | "cut" {
    const body: Body = text ? JSON.parse(text) : {};
    this.calls.push({ call: `${method} ${url}`, body });
    const failure = this.failures.shift();
    if (failure) return failure;
    const [path = "", query = ""] = url.replace("/conversations/", "").split("?");
    switch (`${method} ${path}`) {
      case "POST find":
        return this.#found(body);
      case "GET handoffs":
        return ok({ handoffs: this.handoffs });
      case "GET templates":
        return ok({
          templates: this.templates,
          dailyLimit: this.dailyLimit,
          usedLast24Hours: this.sent.length,
        });
      case "POST templates":
        return this.#send(body);
      case "POST opt-ins":
        return this.#optIn(body);
      case "POST opt-ins/withdrawals":
        this.withdrawals.push(body);
        return ok({ withdrawn: this.optIns.length, optIns: 0 });
      case "GET switches":
        return ok({ switches: this.switches });
      case "POST switches":
        this.switches = this.switches.map((each) =>
          each.number === body.number ? { number: each.number, off: body.off === true } : each,
        );
        return ok({ switches: this.switches });
      case "GET status":
        return ok(this.#status());
      case "GET numbers":
        return ok({ numbers: this.numbers });
      case "POST numbers":
        this.numbers = this.numbers.map(({ number, ...state }) =>
          number === body.number ? { number } : { number, ...state },
        );
        return ok({ numbers: this.numbers });
      case "GET leads":
        return this.#leads(new URLSearchParams(query).get("cursor"));
      case "POST export":
        return ok(
          this.exportPages[
            this.exportPages.findIndex(({ cursor }) => cursor === body.cursor && cursor !== undefined) + 1
          ],
        );
      case "POST forget":
        return ok({ conversations: [{ conversation: "conv-dana-0123456789ab", erased: 12 }] });
      default:
        return this.#ofConversation(method, path);
    }
  }

  #status() {
    const isOff = (name: string) =>
      this.switches.some(({ number, off }) => off && (number === "*" || number === name));
    const lastHour = { failed: 0, deferred: 0, messagesFailed: 0, agentErrors: 0, refused: 0 };
    return {
      at: Date.now() + this.clockAheadMs,
      well: this.troubles.length === 0,
      numbers: this.numbers.map((each) => ({
        ...each,
        provider: "meta",
        lastHour,
        ...(isOff(each.number) && { off: {} }),
      })),
      late: { customers: 0, atLeast: false, reasons: {} },
      untaken: { customers: 0, atLeast: false },
      troubles: this.troubles,
    };
  }

  #ofConversation(method: string, path: string): Answer {
    const [first = "", act] = path.split("/");
    if (first === "campaigns") return this.#campaign();
    if (method === "GET") return ok(act === "outbound" ? this.ending : this.shown);
    if (act === "pause") return ok({ result: "paused" });
    if (act === "resume") return ok({ result: "resumed" });
    if (act === "reply")
      return { status: 202, body: { conversation: first, outbound: "out-1", result: "queued" } };
    return refused(404, "not-found");
  }

  #optIn(body: Body): Answer {
    if (body.contact === this.unknown) return refused(404, "unknown-contact");
    const isKnown = this.optIns.some((each) => JSON.stringify(each) === JSON.stringify(body));
    if (!isKnown) this.optIns.push(body);
    this.onOptIn();
    const blocked = this.optedOut.has(String(body.contact)) ? { blocked: "opted-out" } : {};
    return ok({ conversation: "c", result: isKnown ? "repeated" : "recorded", optIns: 1, ...blocked });
  }

  #found({ contact, number }: Body): Answer {
    const all = this.contacts[String(contact)] ?? [];
    const conversations = all.filter((each) => number === undefined || each.number === number);
    return conversations.length > 0 ? ok({ conversations }) : refused(404, "unknown-contact");
  }

  #leads(cursor: string | null): Answer {
    const at = Number(cursor ?? 0);
    const next = at + 1 < this.leadPages.length ? { cursor: String(at + 1) } : {};
    return ok({ leads: this.leadPages[at], ...next });
  }

  #send({
    contact,
    number,
    campaign,
    template,
    id,
  }: Body & { template?: { values?: Record<string, string> } }): Answer {
    const to = String(contact);
    if (this.optedOut.has(to)) return ok({ result: "skipped", reason: "opted-out" });
    if (this.withoutOptIn.has(to)) return ok({ result: "skipped", reason: "no-opt-in" });
    const claim = `${campaign} ${to}`;
    if (campaign !== undefined && this.#claimed.has(claim))
      return { status: 202, body: { conversation: to, outbound: "o", result: "repeated" } };
    if (this.dailyLimit !== null && this.sent.length >= this.dailyLimit) return refused(429, "daily-limit");
    this.#claimed.add(claim);
    this.sent.push({
      contact: to,
      number: String(number),
      values: template?.values ?? {},
      ...(campaign !== undefined && { campaign: String(campaign) }),
      ...(id !== undefined && { id: String(id) }),
    });
    this.onSent();
    return { status: 202, body: { conversation: to, outbound: "o", result: "queued" } };
  }

  #campaign(): Answer {
    const jobs = this.sent.map(({ contact }) => ({ conversation: contact, ...this.ending }));
    const counts: Record<string, number> = { waiting: 0, sent: 0, failed: 0, cancelled: 0 };
    for (const { state } of jobs as Body[]) counts[String(state)] = (counts[String(state)] ?? 0) + 1;
    return ok({ jobs, counts });
  }
}
