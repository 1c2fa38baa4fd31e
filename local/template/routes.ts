import type { FunctionName } from "../../lib/config/deployment/function-names.ts";
import { isRecord } from "../../lib/domain/is-record.ts";
import type { JwtAccess } from "../http/jwt.ts";
import { functionIn } from "./functions.ts";
import { TemplateProblem } from "./intrinsics.ts";
import type { LocalResource, LocalTemplate } from "./local-template.ts";

export type Route = {
  /** As API Gateway names it: `GET /conversations/{proxy+}`. */
  key: string;
  function: FunctionName;
  /** Only for callers who sign with AWS credentials. */
  signed: boolean;
  /** Only for callers with a token. */
  jwt?: JwtAccess;
};

const SIGNED: Readonly<Record<string, boolean>> = { NONE: false, AWS_IAM: true, JWT: false };

export function routesOf(template: LocalTemplate): readonly Route[] {
  const integrations = new Map(
    template.resources("AWS::ApiGatewayV2::Integration").map((each) => [`integrations/${each.ref()}`, each]),
  );
  const authorizers = new Map(
    template.resources("AWS::ApiGatewayV2::Authorizer").map((each) => [each.ref(), each]),
  );
  return template.resources("AWS::ApiGatewayV2::Route").map(({ where, property }) => {
    const authorization = String(property("AuthorizationType") ?? "NONE");
    const signed = SIGNED[authorization];
    if (signed === undefined)
      throw new TemplateProblem(where, `who is let in by ${authorization} is not known here`);
    const integration = integrations.get(String(property("Target")));
    if (!integration) throw new TemplateProblem(where, "leads to no integration");
    const authorizer = authorizers.get(String(property("AuthorizerId")));
    if (authorization === "JWT" && !authorizer) throw new TemplateProblem(where, "has no authorizer");
    return {
      key: String(property("RouteKey")),
      function: calledBy(integration),
      signed,
      ...(authorizer && { jwt: { ...tokensOf(authorizer), scopes: texts(property("AuthorizationScopes")) } }),
    };
  });
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function tokensOf({ where, property }: LocalResource): Pick<JwtAccess, "issuer" | "audience"> {
  const [type, configuration, sources] = [
    property("AuthorizerType"),
    property("JwtConfiguration"),
    texts(property("IdentitySource")),
  ];
  if (type !== "JWT" || !isRecord(configuration) || sources.join() !== "$request.header.Authorization")
    throw new TemplateProblem(where, "only tokens in the header Authorization are known here");
  return { issuer: String(configuration.Issuer), audience: texts(configuration.Audience) };
}

function calledBy({ where, property }: LocalResource): FunctionName {
  const [type, version] = [property("IntegrationType"), property("PayloadFormatVersion")];
  if (type !== "AWS_PROXY" || version !== "2.0")
    throw new TemplateProblem(
      where,
      `only AWS_PROXY with payload 2.0 is known here, not ${String(type)} with ${String(version)}`,
    );
  return functionIn(String(property("IntegrationUri")), where);
}
