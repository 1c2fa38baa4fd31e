import { createHash } from "node:crypto";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { type Mapping, NAMED_DIALECTS, type NamedDialect } from "../../lib/domain/dialect/dialect.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import { Background } from "../background.ts";
import { FaultPlan, withFault } from "../http/faults.ts";
import {
  type Answer,
  json,
  type Service,
  type ServiceRequest,
  startService,
  type Watch,
  watched,
} from "../http/service.ts";
import { type ActionsEndpoint, type AgentAction, callAction } from "./actions.ts";
import { chatsbyError } from "./errors.ts";
import { type AgentAnswer, answerOfLampShop, type Session } from "./lamp-shop.ts";
import { isAuthorised, type MappedQuestion, mappedResponse, readMapped } from "./mapped.ts";
import { SHOP_FILES } from "./shop-files.ts";

const AGENT_PATH = /^\/v1\/agents\/([^/]+)\/conversations$/;
const CONVERSATIONS_PATH = "/v1/conversations";
const ACTION_TIMEOUT_MS = 10_000;

export type AskedQuestion = {
  dialect: NamedDialect | "mapping";
  agentId: string;
  message: string;
  session: string | undefined;
  /** Of a mapping. */
  thread?: string | number;
  at: number;
};

export type AgentFault = "empty" | "not-json";

export type FakeChatsbyOptions = {
  agentIds: readonly string[];
  apiKey(): string | undefined;
  clock: Clock;
  /** Spoken instead of the documented dialects. */
  mapping?: Mapping | undefined;
  watch?: Watch;
};

/** Speaks both documented dialects of the send call, or a mapping. */
export class FakeChatsby {
  /** All requests and their outcome, in order. */
  readonly questions: AskedQuestion[] = [];
  readonly sessions = new Map<string, Session>();
  readonly faults = new FaultPlan<AgentFault>();
  /** `paused`: answers nobody. */
  agentStatus: "active" | "paused" = "active";
  /** What it answers. Elsewhere it has no resource. */
  speaks: ReadonlySet<NamedDialect>;
  mapping: Mapping | undefined;
  /** By a mapping; clear it, and the agent knows none of its threads any more. */
  readonly threads = new Set<string>();
  delayMs = 0;
  /** No answer leaves before it is fulfilled. Default: answers leave at once. */
  gate: Promise<void> | undefined;
  /** Replace it to answer something else. */
  answer: (session: Session, question: string) => AgentAnswer = answerOfLampShop;
  /** The agent may call them before it answers. Default: none. */
  actions: ActionsEndpoint | undefined = undefined;
  /** Where the shop's files are. Default: a host that does not exist. */
  shopFiles = SHOP_FILES;
  readonly actionCalls: (AgentAction & { session: string; status: number })[] = [];
  readonly #options: FakeChatsbyOptions;
  readonly #background = new Background();
  #service: Service | undefined;

  constructor(options: FakeChatsbyOptions) {
    this.#options = options;
    this.mapping = options.mapping;
    this.speaks = new Set(options.mapping ? [] : NAMED_DIALECTS);
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    this.#service = await startService(
      {},
      watched(this.#options.watch, (request) => this.#handle(request)),
    );
  }

  async stop(): Promise<void> {
    await this.#background.stop();
    await this.#service?.stop();
  }

  async #handle(request: ServiceRequest): Promise<Answer> {
    const key = this.#options.apiKey();
    const mapped = this.mapping && readMapped(this.mapping, request);
    if (this.mapping && mapped) return this.#askMapped(this.mapping, mapped, request, key);
    if (!key || request.headers.authorization !== `Bearer ${key}`)
      return chatsbyError(401, "invalid_api_key", "The API key is missing, invalid or expired.");
    const readAgentId =
      request.method === "GET" ? /^\/v1\/agents\/([^/]+)$/.exec(request.path)?.[1] : undefined;
    if (readAgentId !== undefined) return this.#agent(decodeURIComponent(readAgentId));
    const inPath = AGENT_PATH.exec(request.path)?.[1];
    const dialect: NamedDialect = inPath === undefined ? "conversations" : "agent-path";
    const isThere = inPath !== undefined || request.path === CONVERSATIONS_PATH;
    if (request.method !== "POST" || !isThere || !this.speaks.has(dialect))
      return chatsbyError(404, "resource_not_found", "There is no such resource.");
    let body: unknown;
    try {
      body = JSON.parse(request.body.toString("utf8"));
    } catch {
      return chatsbyError(400, "invalid_json", "The body is not valid JSON.");
    }
    if (!isRecord(body)) return chatsbyError(400, "invalid_json", "The body is not a JSON object.");
    const required = (param: string) =>
      chatsbyError(400, "missing_required_field", `The '${param}' field is required.`, param);
    const agentId = inPath === undefined ? body.agent_id : decodeURIComponent(inPath);
    if (typeof agentId !== "string" || !agentId) return required("agent_id");
    const { message, session_id: session, metadata } = body;
    if (typeof message !== "string" || message.trim() === "") return required("message");
    if (session !== undefined && typeof session !== "string")
      return chatsbyError(422, "invalid_type", "'session_id' must be a string.", "session_id");
    if (isRecord(metadata) && Object.keys(metadata).length > 20)
      return chatsbyError(422, "too_many_keys", "'metadata' may have at most 20 keys.", "metadata");
    if (!this.#options.agentIds.includes(agentId))
      return chatsbyError(404, "agent_not_found", "There is no such agent.");
    return this.#ask({ dialect, agentId, message, session, at: this.#options.clock.now() });
  }

  /** https://chatsby.co/docs/developers/api/agents */
  #agent(id: string): Answer {
    if (!this.#options.agentIds.includes(id))
      return chatsbyError(404, "agent_not_found", "There is no such agent.");
    return json(200, { id, name: "Lumen Lamps", model: "gpt-4o", status: this.agentStatus });
  }

  async #askMapped(
    { thread: hasThreads }: Mapping,
    { agentId = this.#options.agentIds[0] ?? "", session, text = "", thread }: MappedQuestion,
    request: ServiceRequest,
    key: string | undefined,
  ): Promise<Answer> {
    if (!key || !this.mapping || !isAuthorised(this.mapping, request, key))
      return chatsbyError(401, "invalid_api_key", "The API key is missing, invalid or expired.");
    if (!this.#options.agentIds.includes(agentId))
      return chatsbyError(404, "agent_not_found", "There is no such agent.");
    if (thread !== undefined && !this.threads.has(String(thread)))
      return chatsbyError(404, "conversation_not_found", "There is no such conversation.");
    const id = thread ?? (hasThreads ? `conv_${this.threads.size + 1}` : undefined);
    if (id !== undefined) this.threads.add(String(id));
    return this.#ask({
      dialect: "mapping",
      agentId,
      message: text,
      session,
      ...(id !== undefined && { thread: id }),
      at: this.#options.clock.now(),
    });
  }

  async #ask(question: AskedQuestion): Promise<Answer> {
    this.questions.push(question);
    const fault = this.faults.take();
    if (this.delayMs > 0) await this.#background.pause(this.delayMs);
    await this.gate;
    if (fault === "not-json")
      return { status: 200, headers: { "content-type": "text/html" }, body: "<html>Welcome</html>" };
    return withFault(fault === "empty" ? undefined : fault, {
      accept: async () => this.#reply(question, fault === "empty" ? "" : await this.#think(question)),
      refuse: (status) => chatsbyError(status, "planned", "Planned by the simulation."),
      pause: this.#background.pause,
    });
  }

  async #think({ agentId, session: id = "", thread = id, message }: AskedQuestion): Promise<string> {
    const key = `${agentId} ${thread}`;
    const session = this.sessions.get(key) ?? { questions: [] };
    this.sessions.set(key, session);
    const answer = this.answer(session, message);
    if (typeof answer === "string") return answer.replaceAll(SHOP_FILES, this.shopFiles);
    const { text, action } = answer;
    if (!this.actions || !id) return text;
    const within = AbortSignal.any([this.#background.signal, AbortSignal.timeout(ACTION_TIMEOUT_MS)]);
    const called = await callAction(this.actions, action, id, within);
    this.actionCalls.push({ ...action, session: id, status: called.status });
    return called.message ?? text;
  }

  /** The first dialect returns only the documented field: a client must not need more. */
  #reply({ dialect, agentId, session = "", thread = "", at }: AskedQuestion, text: string): Answer {
    if (dialect === "mapping" && this.mapping)
      return json(200, mappedResponse(this.mapping, text, String(thread)));
    if (dialect === "agent-path") return json(200, { response: text });
    const conversation = createHash("sha256").update(`${agentId} ${session}`).digest("hex").slice(0, 10);
    const timestamp = new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
    return json(200, {
      conversation_id: `conv_${conversation}`,
      message: { role: "assistant", content: text, sources_used: [], timestamp },
    });
  }
}
