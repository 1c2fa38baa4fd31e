import { awsClient } from "../../adapters/aws/client.ts";
import { CliProblem, EXIT } from "../problem.ts";
import type { LogLine, LogQuery } from "./cloud.ts";

/** Longest first: one name is the end of another. */
const FUNCTIONS = ["AgentActions", "LeadWebhook", "Delivery", "Operator", "Webhook", "Worker"];
const MAX_LINES = 10_000;

type Group = { name: string; function: string };

/** CloudWatch answers a few such calls a second only, for the whole account and region: whoever asked may ask again a little later. */
export class Throttled extends CliProblem {
  constructor() {
    super(EXIT.unreachable, "CloudWatch answers no more searches of logs for the moment: the account has asked too often.", [
      "Try again in a minute.",
    ]);
    this.name = "Throttled";
  }
}

/** The same function has other spellings here and there. */
const plain = (name: string) => name.toLowerCase().replaceAll("-", "");
export const isOneOf = (name: string, names: readonly string[] | undefined) =>
  names === undefined || names.some((each) => plain(each) === plain(name));

/** All terms of a list that begin with a question mark: any of them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
function patternOf(containing: LogQuery["containing"]): string {
  const terms = [containing].flat().map((term) => `"${term.replaceAll('"', "")}"`);
  return terms.length === 1 ? (terms[0] ?? "") : terms.map((term) => `?${term}`).join(" ");
}

async function groupsOf(stack: string): Promise<Group[]> {
  const { CloudFormationClient, paginateListStackResources } = await import("@aws-sdk/client-cloudformation");
  const groups = [];
  for await (const { StackResourceSummaries: found = [] } of paginateListStackResources(
    { client: awsClient(CloudFormationClient, "person") },
    { StackName: stack },
  )) {
    for (const { ResourceType, LogicalResourceId = "", PhysicalResourceId = "" } of found) {
      const owner = FUNCTIONS.find((each) => LogicalResourceId.includes(`${each}Logs`));
      if (ResourceType === "AWS::Logs::LogGroup" && owner) groups.push({ name: PhysicalResourceId, function: owner });
    }
  }
  return groups;
}

function parsed(message: string): Record<string, unknown> {
  try {
    return JSON.parse(message);
  } catch {
    // A crash's own words.
    return { message };
  }
}

/** Searches the logs of a stack's functions. Which log groups there are is looked up once. */
export function logSearch(stack: string): (query: LogQuery) => Promise<LogLine[]> {
  let looked: Promise<Group[]> | undefined;
  const groups = () => {
    looked ??= groupsOf(stack).catch((error: unknown) => {
      looked = undefined;
      throw error;
    });
    return looked;
  };
  return async ({ containing, functions, since, until }) => {
    const { CloudWatchLogsClient, paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
    const client = awsClient(CloudWatchLogsClient, "person");
    const lines: LogLine[] = [];
    try {
      for (const group of (await groups()).filter((each) => isOneOf(each.function, functions))) {
        for await (const { events = [] } of paginateFilterLogEvents(
          { client },
          {
            logGroupName: group.name,
            startTime: since,
            ...(until !== undefined && { endTime: until }),
            filterPattern: patternOf(containing),
          },
        )) {
          for (const { timestamp = 0, message = "" } of events)
            lines.push({ at: timestamp, function: group.function, fields: parsed(message) });
          if (lines.length >= MAX_LINES) break;
        }
      }
    } catch (error) {
      if (error instanceof Error && /Throttl|TooManyRequests|LimitExceeded/i.test(error.name)) throw new Throttled();
      throw error;
    }
    return lines.toSorted((one, other) => one.at - other.at);
  };
}
