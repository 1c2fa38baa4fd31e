import { record, text } from "../../../lib/adapters/http/json.ts";
import type { Dialect } from "../../../lib/domain/dialect/dialect.ts";
import { parseReference } from "../../../lib/domain/turn/reference.ts";
import { readMapped } from "../../chatsby/mapped.ts";
import type { Answer, ServiceRequest } from "../../http/service.ts";
import type { Board } from "../board.ts";
import type { Identity } from "../people/identity.ts";
import type { Numbers } from "../people/numbers.ts";
import type { Trace } from "../protocol/protocol.ts";
import { callOf } from "./calls.ts";
import type { Follow } from "./follow.ts";
import type { Turns } from "./turns.ts";
import { watchFiles } from "./watch-files.ts";

type Parts = {
  board: Board;
  numbers: Numbers;
  identity: Identity;
  turns: Turns;
  follow: Follow;
  dialect: Dialect;
};
type Heard = ((answer: Answer) => void) | undefined;

/** Providers show "typing…" no longer than this. */
const TYPING_MS = 25_000;

function jsonIn(body: string | Buffer | undefined) {
  try {
    return record(JSON.parse(String(body ?? "")));
  } catch {
    return undefined;
  }
}

function acceptedId(answer: Answer): string | undefined {
  const body = typeof answer === "object" && "body" in answer ? jsonIn(answer.body) : undefined;
  const [first] = Array.isArray(body?.messages) ? body.messages : [];
  return text(record(first)?.id) ?? text(body?.sid);
}

type Asked = { session: string | undefined; question: string | undefined; agentId: string | undefined };

function askedBy(dialect: Dialect, request: ServiceRequest): Asked {
  if (typeof dialect !== "string") {
    const { session, text: question, agentId } = readMapped(dialect, request) ?? {};
    return { session, question, agentId };
  }
  const body = jsonIn(request.body);
  return {
    session: text(body?.session_id),
    question: text(body?.message),
    agentId: text(body?.agent_id) ?? /\/agents\/([^/]+)\//.exec(request.path)?.[1],
  };
}

export function watchCalls({ board, numbers, identity, turns, follow, dialect }: Parts) {
  function lookAt(traces: readonly string[]): void {
    const trace = board.traces.get(traces[0] ?? "");
    if (trace?.conversation)
      follow.soon({ customer: trace.customer, number: trace.number, conversation: trace.conversation });
  }

  function sent(request: ServiceRequest, referenceText: string | undefined): Heard {
    const reference = parseReference(referenceText);
    if (!reference) return undefined;
    const traces = turns.tracesOf(reference.conversation, reference.turn);
    const { open, closed } = callOf(request);
    const part = reference.part + 1;
    const ended = turns.calls(traces);
    const put = board.step(traces, { kind: "part", part, call: open });
    return (answer) => {
      ended();
      const message = acceptedId(answer);
      put({ kind: "part", part, call: closed(answer), ...(message && { message }) });
      lookAt(traces);
    };
  }

  function typing(request: ServiceRequest, messageId: string | undefined): Heard {
    const trace = messageId === undefined ? undefined : board.traces.get(messageId);
    if (!trace) return undefined;
    const { open, closed } = callOf(request);
    const put = board.step([trace.id], { kind: "typing", call: open });
    board.typing(trace, true);
    setTimeout(() => board.typing(trace, false), TYPING_MS).unref();
    return (answer) => put({ kind: "typing", call: closed(answer) });
  }

  /** Several conversations may have the session: finds the one whose text is asked about. */
  function askedAbout(
    session: string | undefined,
    agentId: string | undefined,
    question: string,
  ): readonly Trace[] {
    const isAsked = (trace: Trace) =>
      !trace.id.startsWith("turn:") &&
      !trace.steps.some(({ kind }) => kind === "part") &&
      (session === undefined || identity.session(trace) === session) &&
      (agentId === undefined || numbers.named(trace.number)?.agentId === agentId);
    const candidates = turns.waiting().filter(isAsked);
    const spoken =
      candidates.find(({ id }) => question.includes(board.bubbles.get(id)?.text ?? "\0")) ?? candidates[0];
    return candidates.filter(({ conversation }) => conversation === spoken?.conversation);
  }

  const files = watchFiles(board);

  return {
    meta(request: ServiceRequest): Heard {
      if (request.method === "GET") return files(request);
      const body = request.method === "POST" ? jsonIn(request.body) : undefined;
      if (body?.status === "read") return typing(request, text(body.message_id));
      return sent(request, text(body?.biz_opaque_callback_data));
    },

    twilio(request: ServiceRequest): Heard {
      if (request.method === "GET") return files(request);
      const form = new URLSearchParams(request.body.toString("utf8"));
      if (/Typing/.test(request.path))
        return typing(request, form.get("messageId") ?? text(jsonIn(request.body)?.messageId));
      const callback = form.get("StatusCallback");
      return sent(request, (callback && URL.parse(callback)?.searchParams.get("ref")) || undefined);
    },

    chatsby(request: ServiceRequest): Heard {
      const { session, question, agentId } = askedBy(dialect, request);
      if (question === undefined) return undefined;
      const traces = turns.begin(askedAbout(session, agentId, question));
      const { open, closed } = callOf(request);
      const ended = turns.calls(traces);
      const put = board.step(traces, { kind: "agent", call: open });
      return (answer) => {
        ended();
        put({ kind: "agent", call: closed(answer) });
        lookAt(traces);
      };
    },
  };
}
