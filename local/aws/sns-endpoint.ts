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

/** As far as functions publish. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export class SnsEndpoint {
  readonly mails: Mail[] = [];
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
      this.#publish(new URLSearchParams(body.toString("utf8"))),
    );
  }

  stop = async () => this.#service?.stop();

  #publish(form: URLSearchParams): Answer {
    if (this.down) return failure(503, "ServiceUnavailable", "planned by the simulation");
    if (form.get("Action") !== "Publish") return failure(400, "InvalidAction", "not simulated");
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
    const result = `<PublishResult><MessageId>${randomUUID()}</MessageId></PublishResult>`;
    const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
    return xml(200, `<PublishResponse xmlns="${NAMESPACE}">${result}${metadata}</PublishResponse>`);
  }
}
