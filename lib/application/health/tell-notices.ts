import { type NamedNotice, noticeMail } from "../../domain/health/notice-mail.ts";
import { claimNotices, confirmTold } from "../../domain/health/notice-memory.ts";
import type { MailStage } from "../../domain/health/stage-words.ts";
import type { Notice, Provider } from "../../domain/inbound/inbound.ts";
import type { Notifications } from "../ports/control-ports.ts";
import type { HealthRecords } from "../ports/health-records.ts";
import type { Clock } from "../ports/ports.ts";
import type { Telemetry } from "../ports/telemetry.ts";

export type TellNoticesDeps = {
  records: HealthRecords;
  notifications: Notifications;
  clock: Clock;
  telemetry: Telemetry;
  stage: MailStage;
  nameOf(provider: Provider): string;
  /** `undefined`: nobody needs to hear it. */
  textOf(notice: Notice): NamedNotice | undefined;
};

/**
 * Mails what arrived together, once: also when the provider repeats it, and unless too many mails have gone
 * already, which leaves it to the daily mail. "busy": somebody else is at it, who may yet fail: ask again later.
 * After a crash between mail and record it is mailed a second time.
 */
export async function tellNotices(
  { records, notifications, clock, telemetry, stage, nameOf, textOf }: TellNoticesDeps,
  notices: readonly Notice[],
): Promise<"done" | "busy"> {
  const worthTelling = notices.filter((notice) => textOf(notice) !== undefined);
  if (worthTelling.length === 0) return "done";
  const { tell, busy, isLast } = await records.changeNotices((memory) =>
    claimNotices(memory, worthTelling, clock.now(), (notice) => textOf(notice)?.weight === "problem"),
  );
  const [first] = tell;
  if (first) {
    const texts = tell.flatMap((notice) => textOf(notice) ?? []);
    await notifications.send(noticeMail({ stage, from: nameOf(first.provider), notices: texts, isLast }));
    await records.changeNotices((memory) => ({ next: confirmTold(memory, tell) }));
    for (const { topic, event } of tell) telemetry.info("notice.told", { topic, event });
  }
  return busy ? "busy" : "done";
}
