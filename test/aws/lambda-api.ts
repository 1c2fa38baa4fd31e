import { AwsClient } from "aws4fetch";
import * as z from "zod/mini";
import type { Emulator } from "./emulator.ts";

const configuration = z.object({
  FunctionName: z.string(),
  FunctionArn: z.string(),
  CodeSha256: z.string(),
  LastModified: z.string(),
  Timeout: z.number(),
  Handler: z.string(),
  TracingConfig: z.object({ Mode: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
});
const mapping = z.object({ EventSourceArn: z.string(), FunctionArn: z.string(), BatchSize: z.number() });

export type DeployedFunction = z.output<typeof configuration>;

const listed = z.object({ Functions: z.array(configuration) });
const mapped = z.object({ EventSourceMappings: z.array(mapping) });
const routed = z.object({
  items: z.array(
    z.object({
      routeKey: z.string(),
      authorizationType: z.string(),
      authorizerId: z.optional(z.nullable(z.string())),
      authorizationScopes: z.optional(z.nullable(z.array(z.string()))),
      target: z.string(),
    }),
  ),
});
const authorized = z.object({
  jwtConfiguration: z.object({ issuer: z.string(), audience: z.array(z.string()) }),
});
const integrated = z.object({
  items: z.array(z.object({ integrationId: z.string(), integrationUri: z.string() })),
});
const apis = z.object({ items: z.array(z.object({ apiId: z.string(), apiEndpoint: z.string() })) });

/** From Lambda and API Gateway. The project has no SDK packages for them. */
export function deployedApi({ url, client }: Emulator) {
  const aws = new AwsClient({ ...client.credentials, region: client.region, retries: 0 });
  async function get<Schema extends z.core.$ZodType>(
    service: string,
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const response = await aws.fetch(`${url}${path}`, { aws: { service } });
    if (!response.ok) throw new Error(`${service} answered ${response.status} for ${path}`);
    return z.parse(schema, await response.json());
  }
  return {
    functions: async () => (await get("lambda", "/2015-03-31/functions/", listed)).Functions,
    mappings: async () =>
      (await get("lambda", "/2015-03-31/event-source-mappings/", mapped)).EventSourceMappings,
    /** With the ARN that each route calls. */
    async routes() {
      const found = [];
      for (const { apiId } of (await get("apigateway", "/v2/apis", apis)).items) {
        const { items: integrations } = await get("apigateway", `/v2/apis/${apiId}/integrations`, integrated);
        for (const { routeKey, authorizationType, authorizerId, authorizationScopes, target } of (
          await get("apigateway", `/v2/apis/${apiId}/routes`, routed)
        ).items) {
          // One by one: moto does not list them.
          const tokens =
            authorizationType === "JWT"
              ? (await get("apigateway", `/v2/apis/${apiId}/authorizers/${authorizerId}`, authorized))
                  .jwtConfiguration
              : undefined;
          const uri =
            integrations.find(({ integrationId }) => target.endsWith(integrationId))?.integrationUri ?? "";
          found.push({
            key: routeKey,
            signed: authorizationType === "AWS_IAM",
            ...(tokens && { jwt: { ...tokens, scopes: authorizationScopes ?? [] } }),
            calls: uri,
          });
        }
      }
      return found;
    },
  };
}
