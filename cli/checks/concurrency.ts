import { LEAD_POSTERS } from "../../lib/config/derived/limits.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";
import { type Finding, ok, problem, skipped, warning } from "../../lib/domain/health/finding.ts";
import type { Cloud, Concurrency } from "../cloud/cloud.ts";
import { CliProblem, EXIT } from "../problem.ts";

const NEW_ACCOUNT_LIMIT = 10;
/** AWS keeps this many for functions without reserved concurrency. */
const MIN_UNRESERVED = 100;
/**
 * Kept for webhooks, staff and the agent's actions. Synth uses the same figure:
 * infra/settings/account-capacity.ts.
 */
const MIN_FREE = 2;
const USUAL_LIMIT = 1_000;

/** https://docs.aws.amazon.com/general/latest/gr/lambda-service.html */
const QUOTA = "L-B99A9384";

/** Without a region, the console's own one. */
function quotaPage(stackId: string | undefined): string {
  const region = /^arn:[a-z-]+:cloudformation:([a-z0-9-]+):/.exec(stackId ?? "")?.[1];
  return `https://${region ? `${region}.` : ""}console.aws.amazon.com/servicequotas/home/services/lambda/quotas/${QUOTA}`;
}

const askAt = (page: string) => (atLeast: number) => {
  const wanted = Math.max(USUAL_LIMIT, atLeast);
  return `Ask AWS for ${wanted}: ${page} (Service Quotas > AWS Lambda > "Concurrent executions", ${QUOTA}, in this region), or: aws service-quotas request-service-quota-increase --service-code lambda --quota-code ${QUOTA} --desired-value ${wanted}. It is free, and takes hours to days. Then set capacity.accountInstances and deploy.`;
};

function concurrencyFinding(
  { limit }: Concurrency,
  { capacity, leads }: Settings,
  ask: ReturnType<typeof askAt>,
): Finding {
  const check = "aws.concurrency";
  const { accountInstances, workers, deliveries, reserveWorkers, webhookReserved = 0 } = capacity;
  const reserved = webhookReserved + (reserveWorkers ? workers : 0);
  const queues = workers + deliveries + (leads.webhook ? LEAD_POSTERS : 0);
  const has = `The account may run ${limit} Lambda instances at once in this region`;
  if (reserved > 0 && limit - reserved < MIN_UNRESERVED)
    return problem(
      check,
      `${has}. The settings reserve ${reserved} of them, and AWS insists that ${MIN_UNRESERVED} stay unreserved: the deploy fails.`,
      `${ask(reserved + MIN_UNRESERVED)} Until then take capacity.webhookReserved and capacity.reserveWorkers out of the settings.`,
    );
  // Reserved instances belong to the webhook.
  if (webhookReserved === 0 && queues > limit - MIN_FREE)
    return warning(
      check,
      `${has}, and the settings let workers and other functions behind queues take ${queues} (capacity): a rush of customers leaves too few for webhooks.`,
      ask(queues + MIN_UNRESERVED),
    );
  if (limit <= NEW_ACCOUNT_LIMIT)
    return warning(
      check,
      `${has}, as in a new account, shared with everything else in it. Until AWS raises that, ${workers} customers are answered at once and others wait. In a rush a webhook may be refused: Meta delivers it again, Twilio does not.`,
      ask(USUAL_LIMIT),
    );
  if (limit < accountInstances)
    return warning(
      check,
      `${has}, but capacity.accountInstances says ${accountInstances}, so that synth warns too late.`,
      `Set capacity.accountInstances to ${limit}. ${ask(accountInstances)}`,
    );
  const more =
    limit > accountInstances
      ? ` The settings count on ${accountInstances} only: capacity.accountInstances.`
      : "";
  return ok(check, `${has}; functions behind queues take ${queues} at most.${more}`);
}

/** Nothing for the local stack. A missing permission gives a skipped finding and stops no other check. */
export async function checkConcurrency({
  concurrency,
  settings,
  stack,
}: Pick<Cloud, "concurrency" | "settings" | "stack">): Promise<Finding[]> {
  if (!concurrency) return [];
  try {
    return [concurrencyFinding(await concurrency(), settings, askAt(quotaPage(stack?.id)))];
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    if (error.exit === EXIT.noAccess) return [skipped("aws.concurrency", error.message)];
    return [
      skipped(
        "aws.concurrency",
        `How many Lambda instances the account may run is not known: ${error.message}`,
      ),
    ];
  }
}
