import { record, text } from "../../lib/adapters/http/json.ts";

export type LocalSchedule = {
  name: string;
  at: number;
  queueArn: string;
  group?: string;
  input: string;
  /** Deleted after it fires. Otherwise its name stays taken. */
  deleted: boolean;
  fired?: boolean;
};

const NAME = /^[0-9a-zA-Z-_.]{1,64}$/;
const AT = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const MAX_GROUP_LENGTH = 128;

/**
 * Returns what is wrong with it, if anything. Only single sends to queues are supported.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function readSchedule(
  name: string,
  body: Readonly<Record<string, unknown>>,
): LocalSchedule | { problem: string } {
  const target = record(body.Target);
  const [, time] = AT.exec(text(body.ScheduleExpression) ?? "") ?? [];
  const at = Date.parse(`${time}Z`);
  const [queueArn, input] = [text(target?.Arn), text(target?.Input)];
  const group = record(target?.SqsParameters)?.MessageGroupId;
  if (!NAME.test(name)) return { problem: "Name" };
  if (Number.isNaN(at)) return { problem: "ScheduleExpression" };
  if ((body.ScheduleExpressionTimezone ?? "UTC") !== "UTC") return { problem: "ScheduleExpressionTimezone" };
  if (record(body.FlexibleTimeWindow)?.Mode !== "OFF") return { problem: "FlexibleTimeWindow.Mode" };
  if (!queueArn?.startsWith("arn:aws:sqs:")) return { problem: "Target.Arn" };
  if (!ROLE.test(text(target?.RoleArn) ?? "")) return { problem: "Target.RoleArn" };
  if (!input) return { problem: "Target.Input" };
  if (group !== undefined && (typeof group !== "string" || group === "" || group.length > MAX_GROUP_LENGTH))
    return { problem: "Target.SqsParameters.MessageGroupId" };
  return {
    name,
    at,
    queueArn,
    ...(group && { group }),
    input,
    deleted: body.ActionAfterCompletion === "DELETE",
  };
}
