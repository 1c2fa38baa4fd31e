import { join } from "node:path";
import type { MovableClock } from "../clock.ts";
import type { LocalTemplate } from "../template/local-template.ts";
import { sendsTo } from "./queues.ts";
import { SchedulerEndpoint } from "./scheduler-endpoint.ts";
import type { makeServices } from "./services.ts";

type Needs = {
  template: LocalTemplate;
  clock: MovableClock;
  aws: Pick<Awaited<ReturnType<typeof makeServices>>, "sqs" | "queues">;
  stateDir: string | undefined;
};

/** Looks at its schedules also when the clock is moved. */
export async function startScheduler({ template, clock, aws, stateDir }: Needs): Promise<SchedulerEndpoint> {
  const [scheduleGroup] = template.resources("AWS::Scheduler::ScheduleGroup");
  const scheduler = new SchedulerEndpoint({
    group: scheduleGroup?.ref(),
    clock,
    send: sendsTo(aws.sqs, aws.queues),
    file: stateDir && join(stateDir, "schedules.json"),
  });
  await scheduler.start();
  clock.onMove(scheduler.look);
  return scheduler;
}
