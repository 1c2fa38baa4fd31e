import { createHash } from "node:crypto";
import { type Answer, json, type Service, startService } from "../http/service.ts";

const AMZ_JSON = { "content-type": "application/x-amz-json-1.1" };
const versionOf = (value: string) => createHash("sha256").update(value).digest("hex").slice(0, 32);
const failure = (type: string, message: string): Answer => json(400, { __type: type, message }, AMZ_JSON);

/**
 * As far as functions read and the CLI writes. `value` may change at any time, as in a rotation; `undefined`:
 * no secret.
 */
export class SecretsEndpoint {
  reads = 0;
  #value: string | undefined;
  #changedAt = Date.now();
  readonly #arn: string;
  readonly #name: string;
  #service: Service | undefined;

  constructor(arn: string, value: string) {
    this.#arn = arn;
    // The ARN ends with a hyphen and six characters that are not part of the name.
    this.#name = arn.split(":").slice(6).join(":").slice(0, -7);
    this.value = value;
  }

  get value(): string | undefined {
    return this.#value;
  }

  set value(value: string | undefined) {
    this.#value = value;
    this.#changedAt = Date.now();
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    this.#service = await startService({}, async ({ headers, body }) => {
      const request: { SecretId?: unknown; SecretString?: unknown } = JSON.parse(body.toString("utf8"));
      const action = headers["x-amz-target"]?.replace("secretsmanager.", "");
      if (action !== "GetSecretValue" && action !== "PutSecretValue")
        return failure("UnknownOperationException", "not simulated");
      if (action === "GetSecretValue") this.reads += 1;
      if ((request.SecretId !== this.#arn && request.SecretId !== this.#name) || this.value === undefined)
        return failure("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      if (action === "PutSecretValue") this.value = String(request.SecretString);
      const about = {
        ARN: this.#arn,
        Name: this.#name,
        VersionId: versionOf(this.value),
        VersionStages: ["AWSCURRENT"],
        CreatedDate: this.#changedAt / 1_000,
      };
      return json(
        200,
        action === "GetSecretValue" ? { ...about, SecretString: this.value } : about,
        AMZ_JSON,
      );
    });
  }

  stop = async () => this.#service?.stop();
}
