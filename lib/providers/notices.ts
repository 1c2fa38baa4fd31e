import type { NumberSettings } from "../config/settings/settings.ts";
import type { NoticeText } from "../domain/health/notice.ts";
import type { NamedNotice } from "../domain/health/notice-mail.ts";
import type { Notice, Provider } from "../domain/inbound/inbound.ts";
import { metaNoticeText } from "./meta/notices/notice-text.ts";
import { metaNoticeNumber } from "./meta/notices/numbers-of.ts";

type ProviderNotices = {
  text(notice: Notice): NoticeText | undefined;
  numberOf(notice: Notice, numbers: readonly NumberSettings[]): { name?: string } | "foreign";
};

const NOTICES: Readonly<Record<Provider, ProviderNotices>> = {
  meta: { text: metaNoticeText, numberOf: metaNoticeNumber },
  // It reports of messages only.
  twilio: { text: () => undefined, numberOf: () => "foreign" },
};

/** What to tell of a notice. `undefined`: nothing to be done, or not about this stage's numbers. */
export function noticeFor(notice: Notice, numbers: readonly NumberSettings[]): NamedNotice | undefined {
  const { text, numberOf } = NOTICES[notice.provider];
  const number = numberOf(notice, numbers);
  const told = number === "foreign" ? undefined : text(notice);
  if (!told || number === "foreign") return undefined;
  return { ...told, ...(number.name !== undefined && { number: number.name }) };
}
