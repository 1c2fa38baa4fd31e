import { SQSClient } from "@aws-sdk/client-sqs";

type Stored = {
  id: string;
  body: string;
  group?: string;
  sentAt: number;
  hiddenUntil: number;
  receipt?: string;
  removed?: boolean;
};
type Queue = { fifo: boolean; messages: Stored[]; taken: Set<string> };
type Command = { constructor: { name: string }; input: Record<string, unknown> };
type Item = Record<string, unknown>;

const text = (value: unknown) => (typeof value === "string" ? value : "");
const refusal = (name: string) =>
  Object.assign(new Error("User: arn:aws:sts::1:assumed-role/dana is not authorized"), { name });

/**
 * SQS where it is harder than an emulator: a FIFO queue fills a batch with messages of one group and hides
 * the rest of the group while one of them is received, batches may be short or empty, counts may be late, and
 * calls may be refused. Stands in for every client.
 */
export class FakeSqs {
  now = 1_000_000;
  readonly queues = new Map<string, Queue>();
  readonly calls: { name: string; input: Item }[] = [];
  /** Maximum sizes of the next answers. */
  batches: number[] = [];
  /** The next counts, in place of the real ones. */
  counts: number[] = [];
  /** Names of the commands that are refused. */
  readonly denied = new Set<string>();
  /** Before each call; may throw. */
  before: (name: string, count: number) => void = () => undefined;
  readonly #original = SQSClient.prototype.send;

  install(): void {
    const answer = async (command: Command) =>
      this.#answer(command.constructor.name.replace(/Command$/, ""), command.input);
    SQSClient.prototype.send = answer as never;
  }

  remove(): void {
    SQSClient.prototype.send = this.#original;
  }

  add(url: string, bodies: readonly (string | { body: string; group: string })[] = []): void {
    const messages = bodies.map((each, at) => {
      const { body, group } = typeof each === "string" ? { body: each, group: undefined } : each;
      return { id: `${url}-${at}`, body, ...(group && { group }), sentAt: this.now - 60_000, hiddenUntil: 0 };
    });
    this.queues.set(url, { fifo: url.endsWith(".fifo"), messages, taken: new Set() });
  }

  bodies = (url: string) => this.#queue(url).messages.map(({ body }) => body);
  hidden = (url: string) =>
    (this.queues.get(url)?.messages ?? [])
      .filter(({ hiddenUntil }) => hiddenUntil > this.now)
      .map(({ body }) => body);
  /** Another consumer receives it. */
  take(url: string, body: string, forMs = 60_000): void {
    for (const each of this.#queue(url).messages) if (each.body === body) each.hiddenUntil = this.now + forMs;
  }
  called = (name: string) => this.calls.filter((call) => call.name === name).length;

  #queue(url: string): Queue {
    const queue = this.queues.get(url);
    if (!queue) throw refusal("QueueDoesNotExist");
    return queue;
  }

  #answer(name: string, input: Item): unknown {
    this.calls.push({ name, input });
    this.before(name, this.called(name));
    if (this.denied.has(name)) throw refusal("AccessDenied");
    const queue = this.#queue(text(input.QueueUrl));
    switch (name) {
      case "GetQueueAttributes":
        return this.#count(queue);
      case "ReceiveMessage":
        return { Messages: this.#receive(queue, input) };
      case "SendMessage":
        return this.#send(queue, input);
      case "DeleteMessage":
        queue.messages = queue.messages.filter(({ receipt }) => receipt !== input.ReceiptHandle);
        return {};
      case "ChangeMessageVisibilityBatch":
        return this.#release(queue, input.Entries as Item[]);
      default:
        throw new Error(`${name} is not faked`);
    }
  }

  #count({ messages }: Queue) {
    const all = this.counts.shift();
    const inFlight = messages.filter(({ hiddenUntil }) => hiddenUntil > this.now).length;
    return {
      Attributes: {
        ApproximateNumberOfMessages: String(all ?? messages.length - inFlight),
        ApproximateNumberOfMessagesNotVisible: String(all === undefined ? inFlight : 0),
        ApproximateNumberOfMessagesDelayed: "0",
      },
    };
  }

  #receive({ fifo, messages }: Queue, { MaxNumberOfMessages, VisibilityTimeout }: Item) {
    const isHidden = ({ hiddenUntil }: Stored) => hiddenUntil > this.now;
    const locked = new Set(fifo ? messages.filter(isHidden).map(({ group }) => group) : []);
    const free = messages.filter((each) => !isHidden(each) && !(fifo && locked.has(each.group)));
    // As many of one group as fit, then those of the next.
    const groups = [...new Set(free.map(({ group }) => group))];
    const inOrder = fifo ? groups.flatMap((group) => free.filter((each) => each.group === group)) : free;
    return inOrder.slice(0, this.batches.shift() ?? Number(MaxNumberOfMessages)).map((each) => {
      each.hiddenUntil = this.now + Number(VisibilityTimeout) * 1_000;
      each.receipt = `${each.id}@${this.calls.length}`;
      const Attributes = {
        SentTimestamp: String(each.sentAt),
        ...(each.group && { MessageGroupId: each.group }),
      };
      return { MessageId: each.id, Body: each.body, ReceiptHandle: each.receipt, Attributes };
    });
  }

  #send(queue: Queue, { MessageBody, MessageGroupId, MessageDeduplicationId }: Item) {
    const id = text(MessageDeduplicationId);
    if (!queue.fifo || !queue.taken.has(id))
      queue.messages.push({
        id: `sent-${this.calls.length}`,
        body: text(MessageBody),
        group: text(MessageGroupId),
        sentAt: this.now,
        hiddenUntil: 0,
      });
    queue.taken.add(id);
    return {};
  }

  #release({ messages }: Queue, entries: readonly Item[]) {
    const Failed = entries.flatMap(({ Id, ReceiptHandle }) => {
      const found = messages.find(({ receipt }) => receipt === ReceiptHandle);
      if (found && found.hiddenUntil > this.now) {
        found.hiddenUntil = 0;
        return [];
      }
      return [{ Id, Code: "MessageNotInflight", SenderFault: true }];
    });
    return { Successful: [], Failed };
  }
}
