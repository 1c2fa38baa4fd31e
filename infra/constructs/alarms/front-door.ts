import { Duration } from "aws-cdk-lib";
import { MathExpression, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { REFUSED_WEBHOOKS } from "../../../lib/config/derived/refused-webhooks.ts";
import { alsoIn, alsoThrottled, codeIs, countOf, serverErrorsOf, slowRequestsOf } from "./log-metrics.ts";
import { sumOver } from "./thresholds.ts";
import type { Watched, Watches } from "./watch.ts";

/** Meta's target: at most one webhook in a hundred above a second. */
const SLOW_MS = 1_000;

/** The provider's next try repairs one failure. Twilio's last try is the fourth within seconds. */
const FAILURES = 3;

export function frontDoorWatches({ api, webhook, worker }: Watched): Watches {
  const slow = slowRequestsOf(api.accessLog, "/webhooks/", SLOW_MS);
  return {
    WebhookFailing: {
      metric: sumOver(
        Duration.hours(1),
        // Twilio does not repeat what was turned away: one such request rings.
        alsoThrottled(api.accessLog, serverErrorsOf(api.accessLog, "/webhooks/"), FAILURES),
        "webhooks that failed in an hour",
      ),
      atLeast: FAILURES,
      critical: true,
      impact: "new WhatsApp messages are not being taken in, and Twilio gives up on them within seconds.",
    },
    WebhookRefusing: {
      metric: sumOver(
        Duration.hours(REFUSED_WEBHOOKS.withinHours),
        countOf(webhook.logs, "webhook.rejected", { reason: { not: REFUSED_WEBHOOKS.strangers } }),
        "refused webhooks in a day",
      ),
      atLeast: REFUSED_WEBHOOKS.atLeast,
      impact: "customers may get no answer, because webhooks are refused for a wrong signature.",
    },
    WebhookSlow: {
      // Of a handful of webhooks a single cold start would be a fifth. The function has no other caller than
      // these routes, and its invocations are counted for nothing.
      metric: new MathExpression({
        expression: "IF(slow >= 10, 100 * slow / all, 0)",
        usingMetrics: { all: webhook.function.metricInvocations({ statistic: Stats.SUM }), slow },
        period: Duration.hours(6),
        label: "webhooks above one second, %",
      }),
      atLeast: 1,
      impact: "low: webhooks are answered late, so Meta delivers some of them twice and may slow down.",
    },
    SecretUnusable: {
      metric: alsoIn(
        worker.logs,
        countOf(webhook.logs, "secret.refresh-failed"),
        codeIs("secret.refresh-failed"),
      ),
      atLeast: 1,
      // A short failure of Secrets Manager changes nothing: functions keep using the cached values. In a longer
      // one each waiting message is tried again and again.
      periods: { bad: 3, of: 3 },
      critical: true,
      impact: "webhooks are refused and nothing is sent, because the secret cannot be read or is incomplete.",
    },
    NumberUnknown: {
      metric: sumOver(
        Duration.hours(6),
        // "orphaned": they waited while the number was removed.
        alsoIn(
          worker.logs,
          countOf(webhook.logs, "webhook.item-ignored", { reason: "not-our-number" }),
          codeIs("message.orphaned"),
        ),
        "messages to an unknown or removed number in six hours",
      ),
      atLeast: 1,
      impact: "customers who write to a number that is not in the settings, or not any more, get no answer.",
    },
  };
}
