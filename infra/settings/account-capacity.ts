import { LEAD_POSTERS } from "../../lib/config/derived/limits.ts";
import type { Settings } from "../../lib/config/settings/settings.ts";

/**
 * AWS keeps this many for functions without reserved concurrency.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
const MIN_UNRESERVED = 100;

/**
 * For webhooks, staff and the agent's actions: two webhooks, because a message may arrive during a status.
 */
const MIN_FREE = 2;

/** `undefined` if everything fits. */
export function capacityProblem({ capacity, leads }: Settings): string | undefined {
  const { accountInstances, workers, deliveries, reserveWorkers, webhookReserved = 0 } = capacity;
  const reserved = webhookReserved + (reserveWorkers ? workers : 0);
  const queues = workers + deliveries + (leads.webhook ? LEAD_POSTERS : 0);
  const advice =
    "`npm run wa -- doctor` shows how many it really has, docs/scale.md how to ask AWS for more; then set capacity.accountInstances.";
  if (reserved > 0 && accountInstances - reserved < MIN_UNRESERVED)
    return `The settings reserve ${reserved} of the account's ${accountInstances} Lambda instances, and AWS insists that ${MIN_UNRESERVED} stay unreserved: the deploy will fail. ${advice}`;
  // Reserved instances belong to the webhook.
  if (webhookReserved === 0 && queues > accountInstances - MIN_FREE)
    return `Workers and other functions behind queues may take ${queues} of the account's ${accountInstances} Lambda instances, so that a rush leaves too few for webhooks. ${advice}`;
  return undefined;
}
