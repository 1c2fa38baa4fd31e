import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";

type Answer = (name: string, input: Record<string, unknown>) => unknown;
type Command = { constructor: { name: string }; input: Record<string, unknown> };
type Client = { prototype: { send: unknown } };

const CLIENTS: readonly Client[] = [
  CloudFormationClient,
  CloudWatchClient,
  CloudWatchLogsClient,
  SecretsManagerClient,
  SNSClient,
  SQSClient,
];

/** As far as commands ask. Stands in for every client; refuses as AWS does. */
export class FakeAws {
  /** Names of calls, as in `GetQueueAttributes`. */
  readonly denied = new Set<string>();
  readonly throttled = new Set<string>();
  answers: Record<string, Answer> = {};
  /** For every call without another answer. */
  always: Answer = () => ({});
  readonly #originals = CLIENTS.map(({ prototype }) => prototype.send);

  install(): void {
    for (const { prototype } of CLIENTS)
      prototype.send = async (command: Command) =>
        this.#answer(command.constructor.name.replace(/Command$/, ""), command.input);
  }

  remove(): void {
    for (const [at, { prototype }] of CLIENTS.entries()) prototype.send = this.#originals[at];
  }

  #answer(name: string, input: Record<string, unknown>): unknown {
    if (this.denied.has(name))
      throw Object.assign(new Error(`User: arn:aws:iam::1:user/dana may not ${name}`), {
        name: "AccessDeniedException",
      });
    if (this.throttled.has(name))
      throw Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
    return (this.answers[name] ?? this.always)(name, input) ?? {};
  }
}
