import * as z from "zod/mini";
import { whole } from "./setting-kinds.ts";

/**
 * What CloudWatch offers.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const hostName = z
  .string()
  .check(
    z.regex(
      /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
      'use a bare host name in lower case, for instance "wa.example.org"',
    ),
  );

const OWN_TAGS = ["application", "stage"];

/** What every service accepts. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html */
const TAG = /^[\p{L}\p{N} _.:/=+@-]*$/u;

function tagProblem(key: string, value: string): string | undefined {
  if (OWN_TAGS.includes(key)) return "is set by the stack itself: choose another name";
  if (key.length < 1 || key.length > 128 || value.length > 256)
    return "use 1 to 128 characters for the name, at most 256 for the value";
  if (/^aws:/i.test(key)) return "names that begin with aws: belong to AWS";
  if (!TAG.test(key) || !TAG.test(value)) return "use letters, digits, spaces and _.:/=+@- only";
  return undefined;
}

/** Not used by the functions, but for `capacity.inboxPartitions`. */
export const deploymentSettings = {
  capacity: z.prefault(
    z.strictObject({
      /** Lambda instances that the account may run at once in the region. New accounts have 10. */
      accountInstances: z._default(whole(10, 1_000_000), 10),
      /**
       * At most so many at once, ten conversations each: limits the load on the agent. The default leaves room
       * for webhooks in the smallest account.
       */
      workers: z._default(whole(2, 1000), 4),
      /** Reserves so many of the account's instances for workers. */
      reserveWorkers: z._default(z.boolean(), false),
      /** At most so many functions at once, ten statuses each: two handle 400 a second. */
      deliveries: z._default(whole(2, 1000), 2),
      /** Instances reserved for the webhook function; also its maximum. */
      webhookReserved: z.optional(whole(1, 10_000)),
      /** Instances of the webhook function that always run and are billed. */
      webhookProvisioned: z.optional(whole(1, 1000)),
      /** The API accepts twice as many for a moment. */
      requestsPerSecond: z._default(whole(10, 100_000), 500),
      /** Of the inbox's lists. Eight take more than 600 turns a second, and open pages read more. Can only grow. */
      inboxPartitions: z._default(z.literal([2, 8]), 2),
    }),
    {},
  ),
  security: z.prefault(
    z.strictObject({
      /** A key of the business for table, queues, logs and secret, instead of AWS's own. */
      customerManagedKey: z._default(z.boolean(), false),
    }),
    {},
  ),
  domain: z.optional(
    z.strictObject({
      name: hostName,
      certificateArn: z
        .string()
        .check(
          z.regex(
            /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/,
            "use the ARN of a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/…",
          ),
        ),
      /** Without it the API's record is made by hand. */
      hostedZone: z.optional(
        z.strictObject({
          id: z.string().check(z.regex(/^Z[A-Z0-9]{5,31}$/, "use the zone's id as Route 53 shows it, Z…")),
          name: hostName,
        }),
      ),
      /** Closes the address that AWS gives the API. */
      only: z._default(z.boolean(), false),
    }),
  ),
  logs: z.prefault(z.strictObject({ retentionDays: z._default(z.literal(LOG_DAYS), 30) }), {}),
  tracing: z._default(z.boolean(), true),
  tags: z._default(
    z.record(z.string(), z.string()).check(
      z.refine((tags) => Object.keys(tags).length <= 45, "use at most 45"),
      z.superRefine((tags, { addIssue }) => {
        for (const [key, value] of Object.entries(tags)) {
          const message = tagProblem(key, value);
          if (message) addIssue({ code: "custom", path: [key], message });
        }
      }),
    ),
    {},
  ),
  /** Also protects the stack from deletion. Default: true in the stages prod and production. */
  keepData: z.optional(z.boolean()),
};
