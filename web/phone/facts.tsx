import type { ComponentChildren } from "preact";
import type { HandoffReason } from "../../lib/domain/handoff/handoff.ts";
import type { ChatFacts } from "../../local/page/protocol/protocol.ts";
import { count, durationOf } from "../shared/time.ts";
import { chatShown, everySecond, now, numberShown, suspensionOf } from "./state.ts";
import { nextTryOf, stopOf } from "./trouble.ts";

const REASONS: Readonly<Record<string, string>> = {
  asked: "the customer asked for a person",
  agent: "the agent asked for a person",
  phrase: "the agent promised a person",
  "agent-failed": "the agent could not answer",
  operator: "a colleague took over",
  app: "somebody answered from the Business app",
  stale: "the message came late",
  rollout: "the bot does not answer this customer yet",
  loop: "another bot seems to be on the other side",
} satisfies Record<HandoffReason, string>;

function Row({
  label,
  style = "",
  children,
}: {
  label: string;
  style?: string;
  children: ComponentChildren;
}) {
  return (
    <>
      <dt>{label}</dt>
      <dd class={style}>{children}</dd>
    </>
  );
}

function botOf({
  switchedOff,
  optedOut,
  handoff,
  pausedAt,
}: ChatFacts): readonly [text: string, style: string] {
  if (switchedOff) return ["switched off", "bad"];
  if (optedOut) return ["silent: the customer wants no messages", "bad"];
  const reason = handoff?.reason ?? (pausedAt === undefined ? undefined : "operator");
  if (reason !== undefined && (pausedAt ?? 0) > now())
    return [`answers for ${durationOf((pausedAt ?? 0) - now())}, then the team`, "wait"];
  return reason === undefined ? ["answers", "good"] : [`silent: ${REASONS[reason] ?? reason}`, "wait"];
}

/** Amounts are fractions of a cent. */
const usd = (amount: number) => `${amount.toFixed(4)} USD`;

function Known({ chat }: { chat: ChatFacts }) {
  const {
    windowClosesAt = 0,
    resumesAt,
    noTemplates,
    optedOut,
    waiting,
    nextTry,
    lead,
    cost,
    conversation,
  } = chat;
  const left = windowClosesAt - now();
  const [bot, style] = botOf(chat);
  return (
    <>
      <Row label="Bot" style={style}>
        {bot}
      </Row>
      <Row label="24-hour window" style={left > 0 ? "good" : "bad"}>
        {left > 0 ? `open for ${durationOf(left)}` : "closed: only a template may be sent"}
      </Row>
      {resumesAt !== undefined && (
        <Row label="Bot comes back">{`in ${durationOf(resumesAt - now())}, unless a person writes`}</Row>
      )}
      {noTemplates && !optedOut && (
        <Row label="Offers" style="wait">
          stopped by the customer
        </Row>
      )}
      {waiting > 0 && <Row label="Waiting" style="wait">{`${count(waiting, "message")} for a turn`}</Row>}
      {nextTry && (
        <Row label="Next try" style="wait">
          {nextTryOf(nextTry)}
        </Row>
      )}
      {lead && (
        <Row label="Lead">
          {Object.entries(lead)
            .map(([name, { value }]) => `${name}: ${value}`)
            .join(", ")}
        </Row>
      )}
      <Row label="WhatsApp's charge">
        {`${cost.free} free, ${cost.billed} billed: ${usd(cost.amount)} (at ${cost.rate} USD, an example)`}
      </Row>
      <Row label="Conversation">{conversation}</Row>
    </>
  );
}

function NumberFact() {
  const suspension = suspensionOf(numberShown()?.name ?? "");
  return suspension ? (
    <Row label="Number" style={suspension.code === undefined ? "wait" : "bad"}>
      {stopOf(suspension)}
    </Row>
  ) : null;
}

export function Facts() {
  everySecond();
  const chat = chatShown();
  return (
    <dl id="facts" class="facts">
      <NumberFact />
      {chat ? <Known chat={chat} /> : <Row label="Chat">Nothing was written yet.</Row>}
    </dl>
  );
}
