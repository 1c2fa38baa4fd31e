import { Stack, Token } from "aws-cdk-lib";
import { DomainName, SecurityPolicy } from "aws-cdk-lib/aws-apigatewayv2";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import { ARecord, HostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { ApiGatewayv2DomainProperties } from "aws-cdk-lib/aws-route53-targets";
import { Construct } from "constructs";
import type { Settings } from "../../lib/config/settings/settings.ts";

/** The business's own host name for the API. */
export class OwnDomain extends Construct {
  readonly domain: DomainName;

  /**
   * Throws if the certificate is in another region than the stack: API Gateway accepts only its own region's.
   */
  constructor(
    scope: Construct,
    id: string,
    { name, certificateArn, hostedZone }: NonNullable<Settings["domain"]>,
  ) {
    super(scope, id);
    requireRegion(certificateArn, Stack.of(this).region);
    this.domain = new DomainName(this, "Name", {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, "Certificate", certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    if (!hostedZone) return;
    const { regionalDomainName, regionalHostedZoneId } = this.domain;
    new ARecord(this, "Record", {
      zone: HostedZone.fromHostedZoneAttributes(this, "Zone", {
        hostedZoneId: hostedZone.id,
        zoneName: hostedZone.name,
      }),
      recordName: `${name}.`,
      target: RecordTarget.fromAlias(
        new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId),
      ),
    });
  }
}

function requireRegion(certificateArn: string, region: string): void {
  const [, , , found] = certificateArn.split(":");
  if (!Token.isUnresolved(region) && found !== region)
    throw new Error(
      `domain.certificateArn: the certificate is in ${found}, the stack in ${region}. Ask ACM for one in ${region}.`,
    );
}
