import { Duration } from "aws-cdk-lib";
import { MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import { countOf, serverErrorsOf, slowRequestsOf, throttledRequestsOf } from "./log-metrics.ts";
import type { Watched, Watches } from "./watch.ts";

/** Meta's target: at most one webhook in a hundred above a second. */
const SLOW_MS = 1_000;

export function frontDoorWatches({ api, webhook, worker }: Watched): Watches {
  const { all, slow } = slowRequestsOf(api.accessLog, "/webhooks/", SLOW_MS);
  return {
    WebhookFailing: {
      metric: serverErrorsOf(api.accessLog, "/webhooks/"),
      // The provider's next try repairs one failure. Twilio's last try is the fourth within seconds; after
      // that the message is lost.
      atLeast: 3,
      critical: true,
      impact: "new WhatsApp messages are not being taken in, and Twilio gives up on them within seconds.",
    },
    WebhookRefusing: {
      metric: countOf(webhook.logs, "webhook.rejected"),
      atLeast: 1,
      // A stranger's probe is over in minutes. With a wrong secret the providers keep coming back.
      periods: { bad: 3, of: 12 },
      impact: "customers may get no answer, because webhooks are refused for a wrong signature.",
    },
    WebhookSlow: {
      // Of a handful of webhooks a single cold start would be a fifth.
      metric: new MathExpression({
        expression: "IF(slow >= 5, 100 * slow / all, 0)",
        usingMetrics: { all, slow },
        period: Duration.hours(1),
        label: "webhooks above one second, %",
      }),
      atLeast: 1,
      impact: "low: webhooks are answered late, so Meta delivers some of them twice and may slow down.",
    },
    SecretUnusable: {
      metric: new MathExpression({
        expression: "webhook + worker",
        usingMetrics: {
          webhook: countOf(webhook.logs, "secret.refresh-failed"),
          worker: countOf(worker.logs, "secret.refresh-failed"),
        },
        period: Duration.minutes(5),
        label: "reads of the secret that failed",
      }),
      atLeast: 1,
      // A short failure of Secrets Manager changes nothing: functions keep using the cached values.
      periods: { bad: 2, of: 3 },
      critical: true,
      impact: "webhooks are refused and nothing is sent, because the secret cannot be read or is incomplete.",
    },
    NumberUnknown: {
      metric: countOf(webhook.logs, "webhook.item-ignored", { reason: "not-our-number" }),
      atLeast: 1,
      impact: "customers who write to a number that the settings do not know get no answer.",
    },
    RequestsThrottled: {
      metric: throttledRequestsOf(api.accessLog),
      atLeast: 1,
      impact:
        "webhooks were turned away because too many came at once; Meta delivers them again, Twilio does not.",
    },
  };
}
