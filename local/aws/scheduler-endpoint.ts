import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { record } from "../../lib/adapters/http/json.ts";
import type { Clock } from "../../lib/application/ports/ports.ts";
import { HOUR_MS } from "../../lib/domain/time.ts";
import { type Answer, json, type Service, type ServiceRequest, startService } from "../http/service.ts";
import { type LocalSchedule, readSchedule } from "./schedule-request.ts";

type Options = {
  group: string | undefined;
  clock: Clock;
  send(schedule: LocalSchedule): Promise<void>;
  /** Where schedules survive a restart; default: nowhere. */
  file: string | undefined;
};

const PATH = /^\/schedules\/([^/]+)$/;
/** Timers cannot be set more than 24 days ahead. */
const MAX_TIMER_MS = HOUR_MS;

const failure = (status: number, type: string, message: string): Answer =>
  json(status, { Message: message }, { "x-amzn-errortype": type });

/** As far as functions use it: one group of one-time schedules. */
export class SchedulerEndpoint {
  readonly schedules = new Map<string, LocalSchedule>();
  readonly #options: Options;
  #service: Service | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get url(): string {
    return this.#service?.url ?? "";
  }

  async start(): Promise<void> {
    const { file } = this.#options;
    const kept: LocalSchedule[] = file && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
    for (const schedule of kept) this.schedules.set(schedule.name, schedule);
    this.#service = await startService({}, async (request) => this.#handle(request));
    this.#changed();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#service?.stop();
  }

  /** Call it after the clock was moved. */
  readonly look = (): Promise<void> => this.#fireDue();

  /** Due or not. Throws if there is no pending schedule of this name. */
  async fire(name: string): Promise<void> {
    const schedule = this.schedules.get(name);
    if (!schedule || schedule.fired) throw new Error(`no schedule waits by the name ${name}`);
    if (schedule.deleted) this.schedules.delete(name);
    else this.schedules.set(name, { ...schedule, fired: true });
    this.#changed();
    await this.#options.send(schedule);
  }

  #handle({ method, path, query, body: raw }: ServiceRequest): Answer {
    const name = decodeURIComponent(PATH.exec(path)?.[1] ?? "");
    if (!name || !["POST", "PUT", "DELETE"].includes(method))
      return failure(404, "UnknownOperationException", "not simulated");
    const body = (method !== "DELETE" && record(JSON.parse(raw.toString("utf8")))) || {};
    const group = method === "DELETE" ? query.get("groupName") : body.GroupName;
    const exists = this.schedules.has(name);
    if (group === undefined || group !== this.#options.group)
      return failure(404, "ResourceNotFoundException", `Schedule group ${group} does not exist.`);
    if (method === "POST" && exists)
      return failure(409, "ConflictException", `Schedule ${name} already exists.`);
    if (method !== "POST" && !exists)
      return failure(404, "ResourceNotFoundException", `Schedule ${name} does not exist.`);
    if (method === "DELETE") {
      this.schedules.delete(name);
      this.#changed();
      return json(200, {});
    }
    const schedule = readSchedule(name, body);
    if ("problem" in schedule) return failure(400, "ValidationException", `${schedule.problem} is not valid`);
    // AWS documents no result for these.
    if (schedule.at < this.#options.clock.now())
      return failure(400, "ValidationException", "ScheduleExpression is in the past");
    this.schedules.set(name, schedule);
    this.#changed();
    return json(200, { ScheduleArn: `arn:aws:scheduler:us-east-1:000000000000:schedule/${group}/${name}` });
  }

  #changed(): void {
    const { file, clock } = this.#options;
    const all = [...this.schedules.values()];
    if (file) writeFileSync(file, JSON.stringify(all));
    clearTimeout(this.#timer);
    const waiting = all.filter(({ fired }) => !fired);
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map(({ at }) => at)) - clock.now();
    this.#timer = setTimeout(() => void this.#fireDue(), Math.min(Math.max(next, 0), MAX_TIMER_MS)).unref();
  }

  async #fireDue(): Promise<void> {
    const now = this.#options.clock.now();
    const due = [...this.schedules.values()].filter(({ at, fired }) => !fired && at <= now);
    for (const { name } of due) {
      // The timer and a moved clock may find the same schedule due.
      const schedule = this.schedules.get(name);
      if (!schedule || schedule.fired) continue;
      await this.fire(name).catch((error: unknown) => console.error("simulator: a schedule is lost:", error));
    }
    if (due.length === 0) this.#changed();
  }
}
