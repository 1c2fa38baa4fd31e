import type { TimedCall } from "./timed-proxy.ts";

/** What was seen of one message, by one clock, in milliseconds. */
export type Seen = {
  postedAt: number;
  /** Of the functions and of the pollers, by their start. */
  calls: readonly TimedCall[];
  agent: { start: number; end: number };
  /** The reply's request reached the provider. */
  sentAt: number;
};

/** In the order in which they follow each other; together they are the reply time. */
export const STAGES = [
  "webhook: start of the function, signature",
  "webhook: record",
  "webhook: queue",
  "delay of the queue",
  "poll",
  "looks that were too early",
  "wait for the next look",
  "worker: start of the function",
  "worker: reads, writes before the agent",
  "worker: until the agent is asked",
  "worker: typing, format",
  "worker: store the answer, claim",
  "worker: send",
] as const;
type Stage = (typeof STAGES)[number];
export type Stages = Readonly<Record<Stage, number>>;

const only = <Value>(value: Value | undefined, what: string): Value => {
  if (value === undefined) throw new Error(`not seen: ${what}`);
  return value;
};

const isOfTurns = ({ request }: TimedCall) => /turns/i.test(request);
const hasMessages = ({ response }: TimedCall) => response.includes('"Messages":[{');
const DYNAMODB = new Set(["BatchGetItem", "GetItem", "Query", "PutItem", "UpdateItem"]);

/** Where the time of one message went, without the agent's own. Throws when a call that must be there is missing. */
export function stagesOf({ postedAt, calls, agent, sentAt }: Seen, delayMs: number): Stages {
  const put = only(
    calls.find(({ name }) => name === "PutItem"),
    "the record",
  );
  const queued = only(
    calls.find(({ name }) => name === "SendMessageBatch"),
    "the wake-up",
  );
  const received = calls
    .filter((call) => call.name === "ReceiveMessage" && isOfTurns(call) && hasMessages(call))
    .map(({ end }) => end)
    .filter((end) => end < agent.start);
  const postponed = calls
    .filter(({ name, end }) => name === "ChangeMessageVisibility" && end < agent.start)
    .map(({ end }) => end);
  const first = only(received[0], "a receive");
  const last = only(received.at(-1), "a receive");
  const looks = postponed.reduce(
    (sum, end) =>
      sum +
      end -
      only(
        received.findLast((at) => at < end),
        "a look",
      ),
    0,
  );
  const before = calls.filter(
    ({ name, start, end }) => DYNAMODB.has(name) && start >= last && end <= agent.start,
  );
  const firstRead = only(before[0], "a read").start;
  const lastRead = Math.max(...before.map(({ end }) => end));
  const claim = only(
    calls.find(({ name, start }) => name === "UpdateItem" && start >= agent.end),
    "the claim",
  );
  return {
    "webhook: start of the function, signature": put.start - postedAt,
    "webhook: record": queued.start - put.start,
    "webhook: queue": queued.end - queued.start,
    "delay of the queue": delayMs,
    poll: first - queued.end - delayMs,
    "looks that were too early": looks,
    "wait for the next look": last - first - looks,
    "worker: start of the function": firstRead - last,
    "worker: reads, writes before the agent": lastRead - firstRead,
    "worker: until the agent is asked": agent.start - lastRead,
    "worker: typing, format": claim.start - agent.end,
    "worker: store the answer, claim": claim.end - claim.start,
    "worker: send": sentAt - claim.end,
  };
}

export const replyTimeOf = ({ postedAt, agent, sentAt }: Pick<Seen, "postedAt" | "agent" | "sentAt">) =>
  sentAt - postedAt - (agent.end - agent.start);

/** The nearest rank. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
