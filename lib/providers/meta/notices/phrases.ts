import type { NoticeText } from "../../../domain/health/notice.ts";
import { customersWithin, messagingLimit } from "../tools/messaging-limit.ts";

export const problem = (what: string, todo: string): NoticeText => ({ weight: "problem", what, todo });
export const warning = (what: string, todo: string): NoticeText => ({ weight: "warning", what, todo });
export const news = (what: string): NoticeText => ({ weight: "news", what });

export const QUALITY = "WhatsApp Manager > Account tools > Account quality";
export const NUMBERS = "WhatsApp Manager > Account tools > Phone numbers";
export const TEMPLATES = "WhatsApp Manager > Account tools > Message templates";

export const perDay = (limit: string) => `templates to ${customersWithin(messagingLimit(limit))} a day`;
