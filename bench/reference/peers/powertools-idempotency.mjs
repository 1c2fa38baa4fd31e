import { createHmac, timingSafeEqual } from "node:crypto";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb";
import { queue } from "./store.mjs";

const handle = makeIdempotent(async ({ id }) => queue(id).then(() => ({ id })), {
  persistenceStore: new DynamoDBPersistenceLayer({ tableName: "t" }),
  config: new IdempotencyConfig({ eventKeyJmesPath: "id" }),
});

export const handler = async ({ body, headers }, context) => {
  const expected = Buffer.from(`sha256=${createHmac("sha256", "bench").update(body).digest("hex")}`);
  if (!timingSafeEqual(expected, Buffer.from(headers["x-hub-signature-256"])))
    return { statusCode: 403, body: "" };
  for (const { changes } of JSON.parse(body).entry)
    for (const { value } of changes)
      for (const message of value.messages ?? []) await handle(message, context);
  return { statusCode: 200, body: "" };
};
