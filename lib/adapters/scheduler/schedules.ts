import { createHash } from "node:crypto";
import type {
  CreateScheduleCommandInput,
  SchedulerClient,
  SchedulerClientConfig,
} from "@aws-sdk/client-scheduler";
import type { Schedules } from "../../application/ports/control-ports.ts";
import type { Clock, TurnCommand } from "../../application/ports/ports.ts";
import { conversationOf } from "../../application/ports/turn-command.ts";
import type { CallProfile } from "../aws/call-limits.ts";
import { awsClient } from "../aws/client.ts";

type Options = {
  group: string;
  roleArn: string;
  /**
   * The turns queue must deduplicate by content: the scheduler gives no deduplication id, which SQS FIFO
   * needs.
   * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_SqsParameters.html
   */
  queueArn: string;
  deadLetterArn?: string;
  clock: Clock;
  write(command: TurnCommand): string;
  callProfile?: CallProfile;
  config?: SchedulerClientConfig;
};

/** A time in the past is refused: what is due already fires a moment later. */
const MIN_DELAY_MS = 10_000;

const NAME = /^[0-9a-zA-Z-_.]{1,64}$/;
const nameFor = (name: string) =>
  NAME.test(name) ? name : createHash("sha256").update(name).digest("base64url");

/** UTC, rounded up to whole seconds. */
const expressionFor = (at: number) =>
  `at(${new Date(Math.ceil(at / 1000) * 1000).toISOString().slice(0, 19)})`;

/** Returns `false` for this error. */
async function done(call: Promise<unknown>, refusal: string): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === refusal) return false;
    throw error;
  }
}

/**
 * One-off schedules, precise to a minute, at least once; they delete themselves after they fire. The client
 * is loaded with the first one.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function schedulerSchedules(options: Options): Schedules {
  const {
    group,
    roleArn,
    queueArn,
    deadLetterArn,
    clock,
    write,
    callProfile = "work",
    config = {},
  } = options;
  let client: SchedulerClient | undefined;

  const scheduleFor = (name: string, at: number, command: TurnCommand): CreateScheduleCommandInput => ({
    Name: nameFor(name),
    GroupName: group,
    ScheduleExpression: expressionFor(Math.max(at, clock.now() + MIN_DELAY_MS)),
    ScheduleExpressionTimezone: "UTC",
    FlexibleTimeWindow: { Mode: "OFF" },
    ActionAfterCompletion: "DELETE",
    Target: {
      Arn: queueArn,
      RoleArn: roleArn,
      Input: write(command),
      SqsParameters: { MessageGroupId: conversationOf(command) },
      ...(deadLetterArn && { DeadLetterConfig: { Arn: deadLetterArn } }),
    },
  });

  return {
    async set(name, at, command) {
      const { CreateScheduleCommand, SchedulerClient, UpdateScheduleCommand } = await import(
        "@aws-sdk/client-scheduler"
      );
      client ??= awsClient(SchedulerClient, callProfile, config);
      const schedule = scheduleFor(name, at, command);
      if (await done(client.send(new CreateScheduleCommand(schedule)), "ConflictException")) return;
      if (await done(client.send(new UpdateScheduleCommand(schedule)), "ResourceNotFoundException")) return;
      // The existing one fired and deleted itself between the two calls.
      await client.send(new CreateScheduleCommand(schedule));
    },
  };
}
