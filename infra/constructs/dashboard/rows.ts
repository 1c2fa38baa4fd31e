import { type Alarm, AlarmStatusWidget, type CompositeAlarm, type IWidget } from "aws-cdk-lib/aws-cloudwatch";
import type { Watched } from "../alarms/watch.ts";
import type { ServiceFunction } from "../service-function.ts";
import { answered, answeredDaily, counted, daily, dayGraph, graph, heading, metricOf } from "./graphs.ts";

type Rows = readonly IWidget[][];

export function answeredRows({ metrics, turns }: Watched, alarms: readonly (Alarm | CompositeAlarm)[]): Rows {
  const turnsOf = (name: string) => counted(metrics, name, ["number"]);
  return [
    [
      new AlarmStatusWidget({
        title: "Alarms: each says what customers notice",
        width: 24,
        height: 4,
        alarms: [...alarms],
      }),
    ],
    [heading("## Are customers answered?")],
    [
      graph("Messages in, by number", 8, [turnsOf("InboundMessages")]),
      graph("Turns: answered, failed, deferred, blocked", 8, [
        answered(metrics),
        turnsOf("TurnsFailed"),
        turnsOf("TurnsDeferred"),
        turnsOf("TurnsBlocked"),
      ]),
      graph("Handoffs and opt-outs", 8, [
        counted(metrics, "Handoffs", ["number", "reason"]),
        turnsOf("PromisedPerson"),
        counted(metrics, "OptOuts", ["number", "source"]),
      ]),
    ],
    [
      graph(
        "From message to answer",
        12,
        [
          counted(metrics, "AnswerDelay", ["number"], "p50"),
          counted(metrics, "AnswerDelay", ["number"], "p99"),
        ],
        "ms",
      ),
      graph(
        "Oldest message that waits",
        12,
        [turns.queue.metricApproximateAgeOfOldestMessage({ statistic: "Maximum" })],
        "s",
      ),
    ],
  ];
}

/** With twenty messages a day, five minutes are dots; what a day was like shows only in its sums. */
export function dayRows({ metrics }: Watched): Rows {
  const of = (name: string, ...by: string[]) => daily(metrics, name, ["number", ...by]);
  return [
    [heading("## Day by day: the last two weeks")],
    [
      dayGraph("Messages in a day", 6, [of("InboundMessages")]),
      dayGraph("Turns in a day", 6, [
        answeredDaily(metrics),
        of("TurnsFailed"),
        of("TurnsUndeliverable"),
        of("TurnsDeferred"),
        of("TurnsBlocked"),
      ]),
      dayGraph("Troubles in a day", 6, [
        of("AgentErrors"),
        of("PartsUnknown"),
        of("SendRefused", "class"),
        of("DeliveryFailed", "class"),
        daily(metrics, "WebhookRejected", ["provider", "reason"]),
      ]),
      dayGraph("Handoffs and opt-outs in a day", 6, [
        of("Handoffs", "reason"),
        of("PromisedPerson"),
        of("OptOuts", "source"),
      ]),
    ],
  ];
}

/** Shows the way from the webhook to the status, in a message's order. */
export function reasonRows({ metrics, api, turns, deliveries, leads, webhook }: Watched): Rows {
  const depth = ({ queue }: Watched["turns"], label: string) =>
    queue.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", label });
  const dead = ({ deadLetters }: Watched["turns"], label: string) =>
    deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: "Maximum", label });
  return [
    [heading("## Why not?  Do messages get in?")],
    [
      graph("Webhooks refused, failed", 8, [
        counted(metrics, "WebhookRejected", ["provider", "reason"]),
        counted(metrics, "WebhookFailed", []),
      ]),
      graph("API: requests and errors", 8, [
        api.api.metricCount({ statistic: "Sum" }),
        api.api.metricClientError(),
        api.api.metricServerError(),
      ]),
      graph(
        "Webhook function",
        8,
        [
          webhook.function.metricDuration({ statistic: "p50", label: "p50" }),
          webhook.function.metricDuration({ statistic: "p99", label: "p99" }),
        ],
        "ms",
      ),
    ],
    [heading("## Does the agent answer, do replies leave?")],
    [
      graph(
        "Agent",
        8,
        [
          counted(metrics, "AgentLatency", ["number"], "p50"),
          counted(metrics, "AgentLatency", ["number"], "p90"),
        ],
        "ms",
      ),
      graph("Agent errors, unknown sends", 8, [
        counted(metrics, "AgentErrors", ["number"]),
        counted(metrics, "PartsUnknown", ["number"]),
      ]),
      graph("Sends refused, by kind", 8, [
        counted(metrics, "SendRefused", ["number", "class"]),
        counted(metrics, "DeliveryFailed", ["number", "class"]),
      ]),
    ],
    [heading("## Does work pile up?")],
    [
      graph("Queues", 12, [
        depth(turns, "turns"),
        depth(deliveries, "deliveries"),
        ...(leads ? [depth(leads, "leads")] : []),
      ]),
      graph("Given up", 12, [
        dead(turns, "turns"),
        dead(deliveries, "deliveries"),
        ...(leads ? [dead(leads, "leads")] : []),
      ]),
    ],
  ];
}

export function platformRows({ metrics, table, webhook, worker, delivery, actions }: Watched): Rows {
  const functions: [string, ServiceFunction][] = [
    ["webhook", webhook],
    ["worker", worker],
    ["delivery", delivery],
    ["actions", actions],
  ];
  const each = (metric: "metricErrors" | "metricThrottles" | "metricInvocations") =>
    functions.map(([label, { function: found }]) => found[metric]({ label: `${label}` }));
  const ofTable = (name: string) =>
    metricOf("AWS/DynamoDB", name, { TableName: table.tableName }, "Sum", name);
  return [
    [heading("## Platform and cost")],
    [
      graph("Lambda: errors and throttles", 8, [...each("metricErrors"), ...each("metricThrottles")]),
      graph("Lambda: invocations", 8, each("metricInvocations")),
      graph("DynamoDB: units, and what it turned away", 8, [
        ofTable("ConsumedWriteCapacityUnits"),
        ofTable("ConsumedReadCapacityUnits"),
        ofTable("ReadThrottleEvents"),
        ofTable("WriteThrottleEvents"),
      ]),
    ],
    [
      graph("WhatsApp messages: billed", 12, [counted(metrics, "BilledMessages", ["number", "category"])]),
      graph("WhatsApp messages: free", 12, [counted(metrics, "FreeMessages", ["number", "category"])]),
    ],
  ];
}
