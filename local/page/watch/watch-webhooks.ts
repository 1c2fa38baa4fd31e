import type { DeliveryStatus, InboundMessage, Provider } from "../../../lib/domain/inbound/inbound.ts";
import { omitUndefined } from "../../../lib/domain/omit-undefined.ts";
import { parseReference } from "../../../lib/domain/turn/reference.ts";
import { addressOf } from "../../customer.ts";
import type { Answer, ServiceRequest } from "../../http/service.ts";
import type { Board } from "../board.ts";
import type { Identity } from "../people/identity.ts";
import type { Numbers } from "../people/numbers.ts";
import type { People } from "../people/people.ts";
import type { Call } from "../protocol/steps.ts";
import { callOf } from "./calls.ts";
import type { Costs } from "./costs.ts";
import type { Follow } from "./follow.ts";
import type { Recording } from "./recording.ts";
import type { Turns } from "./turns.ts";
import { isOfPeople, readWebhook } from "./webhook-reader.ts";

type Parts = {
  board: Board;
  people: People;
  numbers: Numbers;
  identity: Identity;
  turns: Turns;
  follow: Follow;
  costs: Costs;
  recording: Recording;
  showForeign(message: InboundMessage): void;
};

const answered200 = (answer: Answer) => typeof answer === "object" && answer.status === 200;

/** Watches our front door: messages start traces, statuses belong to their turns. */
export function watchWebhooks(parts: Parts) {
  const { board, people, numbers, identity, turns, follow, costs, recording, showForeign } = parts;
  const priced = new Set<string>();

  function arrival(
    message: InboundMessage,
  ): { id: string; conversation: string; chat: { customer: string; number: string } } | undefined {
    const number = numbers.at(message.provider, message.businessNumber);
    if (!number) return undefined;
    const { profileName, phone, userId } = message.customer;
    const about = { name: profileName ?? "Customer", ...(phone && { phone }), ...(userId && { userId }) };
    const chat = {
      customer: people.find(addressOf(about))?.id ?? people.meet(about).id,
      number: number.name,
    };
    const conversation = identity.ofMessage(message);
    board.place(conversation, chat);
    return { id: message.id, chat, conversation };
  }

  function message(given: InboundMessage, call: Call): ((call: Call, answer: Answer) => void) | undefined {
    const arrived = arrival(given);
    if (!arrived) return undefined;
    const { id, chat, conversation } = arrived;
    const known = board.traces.get(id);
    const attempts = known?.steps.filter(({ kind }) => kind === "webhook").length ?? 0;
    const repeat = known?.steps.some((step) => step.kind === "webhook" && step.call.status === 200) ?? false;
    if (!known) {
      const isReaction = given.content.kind === "reaction";
      board.trace(id, { ...chat, conversation, ...(isReaction && { about: "reaction" }) });
      showForeign(given);
    }
    const put = board.step([id], { kind: "webhook", call, attempt: attempts + 1, repeat });
    return (closed, answer) => {
      put({ kind: "webhook", call: closed, attempt: attempts + 1, repeat });
      if (repeat && answered200(answer)) board.step([id], { kind: "ledger", result: "repeat" });
      follow.soon({ ...chat, conversation });
    };
  }

  function status(
    provider: Provider,
    { id, state, reference: text, code, pricing }: DeliveryStatus,
    call: Call,
  ) {
    const reference = parseReference(text);
    if (!reference) return undefined;
    const { conversation, turn } = reference;
    const traces = turns.tracesOf(conversation, turn);
    const step = {
      kind: "status",
      message: id,
      state,
      ...omitUndefined({ code, billed: pricing?.billable }),
    } as const;
    const put = board.step(traces, { ...step, call });
    const chat = board.traces.get(traces[0] ?? "");
    return (closed: Call, answer: Answer) => {
      put({ ...step, call: closed });
      if (!chat || !answered200(answer)) return;
      if (pricing && !priced.has(`${provider} ${id}`)) {
        priced.add(`${provider} ${id}`);
        costs.count(chat, pricing.billable);
      }
      follow.soon({ customer: chat.customer, number: chat.number, conversation });
    };
  }

  return (request: ServiceRequest): ((answer: Answer) => void) | undefined => {
    const webhook = readWebhook(request);
    if (!webhook) return undefined;
    if (isOfPeople(webhook)) {
      const messages = webhook.events.flatMap((event) =>
        event.kind === "message" || event.kind === "echo" ? [event.message.id] : [],
      );
      recording.webhook(webhook.provider, messages, request);
    }
    const { open, closed } = callOf(request);
    const hear = webhook.events.map((event) => {
      if (event.kind === "message" || event.kind === "echo") return message(event.message, open);
      return event.kind === "status" ? status(webhook.provider, event.status, open) : undefined;
    });
    return (answer) => {
      const call = closed(answer);
      for (const each of hear) each?.(call, answer);
    };
  };
}
