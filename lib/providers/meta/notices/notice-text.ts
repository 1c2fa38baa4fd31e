import type { NoticeText } from "../../../domain/health/notice.ts";
import type { Notice } from "../../../domain/inbound/inbound.ts";
import { accountAlert, accountReview, accountUpdate, capability } from "./account-texts.ts";
import { numberName, numberQuality, security } from "./number-texts.ts";
import { templateCategory, templateQuality, templateStatus } from "./template-texts.ts";

const TEXTS: ReadonlyMap<string, (notice: Notice) => NoticeText | undefined> = new Map(
  Object.entries({
    account_update: accountUpdate,
    account_review_update: accountReview,
    account_alerts: accountAlert,
    business_capability_update: capability,
    phone_number_quality_update: numberQuality,
    phone_number_name_update: numberName,
    message_template_status_update: templateStatus,
    message_template_quality_update: templateQuality,
    template_category_update: templateCategory,
    security,
  }),
);

/** What a notice of Meta means, and what to do. `undefined`: nobody needs to hear it. */
export const metaNoticeText = (notice: Notice): NoticeText | undefined => TEXTS.get(notice.topic)?.(notice);
