import { createHash } from "node:crypto";
import { type Answer, json, type Service, startService } from "../http/service.ts";

const AMZ_JSON = { "content-type": "application/x-amz-json-1.1" };
/** Another value is another version. */
const versionOf = (value: string) => createHash("sha256").update(value).digest("hex").slice(0, 32);
const failure = (type: string, message: string): Answer => json(400, { __type: type, message }, AMZ_JSON);

/** Secrets Manager, as far as functions read and the CLI writes it. `value` may change at any time, as in a rotation; `undefined` = not there. */
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
      const asked: { SecretId?: unknown; SecretString?: unknown } = JSON.parse(body.toString("utf8"));
      const action = headers["x-amz-target"]?.replace("secretsmanager.", "");
      if (action !== "GetSecretValue" && action !== "PutSecretValue") return failure("UnknownOperationException", "not simulated");
      if (action === "GetSecretValue") this.reads += 1;
      if (asked.SecretId !== this.#secretId || this.value === undefined)
        return failure("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      if (action === "PutSecretValue") this.value = String(asked.SecretString);
      const arn = `arn:aws:secretsmanager:us-east-1:000000000000:secret:${this.#secretId}`;
      const about = { ARN: arn, Name: this.#secretId, VersionId: versionOf(this.value), VersionStages: ["AWSCURRENT"] };
      return json(200, action === "GetSecretValue" ? { ...about, SecretString: this.value } : about, AMZ_JSON);
    });
  }

  stop = async () => this.#service?.stop();
}
