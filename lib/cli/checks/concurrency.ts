import type { Settings } from "../../config/settings.ts";
import type { Cloud, Concurrency } from "../cloud/cloud.ts";
import { CliProblem, EXIT } from "../problem.ts";
import { type Finding, ok, problem, skipped, warning } from "./finding.ts";

type Capacity = Settings["capacity"];

/** New accounts. */
const SMALLEST = 10;
/** What AWS insists on leaving to functions that reserve nothing. */
const MIN_UNRESERVED = 100;

/** Instances at the same time that the settings let the busiest functions have, and how many of them are reserved. */
function wanted({ workers, reserveWorkers, webhookReserved = 0 }: Capacity) {
  const reserved = webhookReserved + (reserveWorkers ? workers : 0);
  return { reserved, together: reserved + (reserveWorkers ? 0 : workers) };
}

const ask = (atLeast: number) =>
  `Ask AWS for ${Math.max(1_000, atLeast)}: Service Quotas > AWS Lambda > "Concurrent executions" (L-B99A9384), in this region, or: aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${Math.max(1_000, atLeast)}. It is free, and takes hours to days.`;

/** Whether Lambda may run as many instances as the settings ask for. `reserves`: how many of them are reserved by this stage already. */
function concurrencyFinding({ limit }: Concurrency, capacity: Capacity): Finding {
  const check = "aws.concurrency";
  const { reserved, together } = wanted(capacity);
  const has = `The account may run ${limit} Lambda instances at once in this region`;
  if (reserved > 0 && limit - reserved < MIN_UNRESERVED)
    return problem(
      check,
      `${has}. The settings reserve ${reserved} of them, and AWS insists that ${MIN_UNRESERVED} stay unreserved: the deploy fails.`,
      `${ask(reserved + MIN_UNRESERVED)} Until then take capacity.webhookReserved and capacity.reserveWorkers out of the settings.`,
    );
  if (limit <= SMALLEST)
    return warning(
      check,
      `${has}, as in a new account: webhooks, workers and everything else in it share them, and a handful of customers at once keeps others waiting.`,
      ask(together),
    );
  if (limit < together)
    return warning(
      check,
      `${has}, fewer than the ${together} that the settings allow (capacity): a rush of customers leaves nothing for webhooks.`,
      ask(together + MIN_UNRESERVED),
    );
  return ok(check, `${has}; the settings ask for ${together} at most.`);
}

/** Nothing for the local stack. Who may not look is told so, and nothing else is kept from them. */
export async function checkConcurrency({ concurrency, settings }: Pick<Cloud, "concurrency" | "settings">): Promise<Finding[]> {
  if (!concurrency) return [];
  try {
    return [concurrencyFinding(await concurrency(), settings.capacity)];
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    if (error.exit === EXIT.noAccess) return [skipped("aws.concurrency", error.message)];
    return [skipped("aws.concurrency", `How many Lambda instances the account may run is not known: ${error.message}`)];
  }
}
