import { type Answer, json, type Service, startService } from "../http/service.ts";

const AMZ_JSON = { "content-type": "application/x-amz-json-1.1" };
const failure = (type: string, message: string): Answer => json(400, { __type: type, message }, AMZ_JSON);

/** Secrets Manager, as far as functions read it. `value` may change at any time, as in a rotation; `undefined` = not there. */
export class SecretsEndpoint {
  value: string | undefined;
  /** How often it was read. */
  reads = 0;
  readonly #secretId: string;
  #service: Service | undefined;

  constructor(secretId: string, value: string) {
    this.#secretId = secretId;
    this.value = value;
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    this.#service = await startService({}, async ({ headers, body }) => {
      if (headers["x-amz-target"] !== "secretsmanager.GetSecretValue") return failure("UnknownOperationException", "not simulated");
      const asked: { SecretId?: unknown } = JSON.parse(body.toString("utf8"));
      this.reads += 1;
      if (asked.SecretId !== this.#secretId || this.value === undefined)
        return failure("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      const arn = `arn:aws:secretsmanager:us-east-1:000000000000:secret:${this.#secretId}`;
      return json(200, { ARN: arn, Name: this.#secretId, SecretString: this.value, VersionStages: ["AWSCURRENT"] }, AMZ_JSON);
    });
  }

  stop = async () => this.#service?.stop();
}
