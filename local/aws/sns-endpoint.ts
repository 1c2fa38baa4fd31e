import { randomUUID } from "node:crypto";
import { type Answer, type Service, startService } from "../http/service.ts";

export type Mail = { topicArn: string; subject: string; message: string };

const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";
/** "Less than 100 characters". */
const MAX_SUBJECT_LENGTH = 99;
const MAX_BYTES = 256 * 1024;

const xml = (status: number, inner: string): Answer => ({
  status,
  headers: { "content-type": "text/xml" },
  body: inner,
});
const failure = (status: number, code: string, message: string) =>
  xml(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${status < 500 ? "Sender" : "Receiver"}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );

const response = (action: string, result: string) =>
  xml(
    200,
    `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
  );

/** As far as functions publish, and ask whom they reach. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export class SnsEndpoint {
  readonly mails: Mail[] = [];
  /** Of every topic. */
  subscriptions: readonly { confirmed: boolean }[] = [{ confirmed: true }];
  /** Answers every request with 503. */
  down = false;
  readonly #topicArns: readonly string[];
  readonly #onMail: (mail: Mail) => void;
  #service: Service | undefined;

  constructor(topicArns: readonly string[], onMail: (mail: Mail) => void) {
    this.#topicArns = topicArns;
    this.#onMail = onMail;
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    this.#service = await startService({}, async ({ body }) =>
      this.#answer(new URLSearchParams(body.toString("utf8"))),
    );
  }

  stop = async () => this.#service?.stop();

  #answer(form: URLSearchParams): Answer {
    if (this.down) return failure(503, "ServiceUnavailable", "planned by the simulation");
    switch (form.get("Action")) {
      case "Publish":
        return this.#publish(form);
      case "ListSubscriptionsByTopic":
        return this.#list(form.get("TopicArn") ?? "");
      default:
        return failure(400, "InvalidAction", "not simulated");
    }
  }

  /** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
  #list(topicArn: string): Answer {
    if (!this.#topicArns.includes(topicArn)) return failure(404, "NotFound", "Topic does not exist");
    const members = this.subscriptions.map(
      ({ confirmed }, at) =>
        `<member><SubscriptionArn>${confirmed ? `${topicArn}:${at}` : "PendingConfirmation"}</SubscriptionArn><Protocol>email</Protocol></member>`,
    );
    return response("ListSubscriptionsByTopic", `<Subscriptions>${members.join("")}</Subscriptions>`);
  }

  #publish(form: URLSearchParams): Answer {
    const [topicArn, subject, message] = [
      form.get("TopicArn") ?? "",
      form.get("Subject") ?? "",
      form.get("Message") ?? "",
    ];
    if (!this.#topicArns.includes(topicArn)) return failure(404, "NotFound", "Topic does not exist");
    if (subject.length > MAX_SUBJECT_LENGTH || /\p{Cc}/u.test(subject))
      return failure(400, "InvalidParameter", "Invalid parameter: Subject");
    if (message === "" || Buffer.byteLength(message) > MAX_BYTES)
      return failure(400, "InvalidParameter", "Invalid parameter: Message");
    const mail = { topicArn, subject, message };
    this.mails.push(mail);
    this.#onMail(mail);
    return response("Publish", `<MessageId>${randomUUID()}</MessageId>`);
  }
}
