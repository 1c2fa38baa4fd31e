import { type Json, label, record, text } from "../../../adapters/http/json.ts";
import { request } from "../../../adapters/http/request.ts";
import { requireSuccess } from "../../../adapters/http/require-success.ts";
import type { TemplateCatalogue } from "../../../application/ports/control-ports.ts";
import { IntegrationError } from "../../../application/ports/integration-error.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { omitUndefined } from "../../../domain/omit-undefined.ts";
import { META } from "../error.ts";
import { finite } from "../webhook/read.ts";
import { messagingLimit } from "./messaging-limit.ts";
import { templateDefinition } from "./template-definition.ts";

export type MetaTemplatesOptions = {
  fetch: typeof fetch;
  clock: Clock;
  graphUrl: string;
  graphVersion: string;
  /** Meta keeps templates by account, for all its numbers. */
  wabaId: string;
  phoneNumberId: string;
  accessToken(): Promise<string>;
  /** For all pages together. */
  timeoutMs?: number;
};

const FIELDS = "name,status,category,language,parameter_format,components";
const PER_PAGE = 100;
/** An account has at most 6,000 templates, each language counted. */
const MAX_PAGES = 100;
/** A page of a hundred carousels is larger than any other response. */
const MAX_BYTES = 8 * 1024 * 1024;

/** `undefined` also for no limit. */
const limitOf = (value: unknown) => finite(messagingLimit(label(value) ?? ""));

/**
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/messaging-limits
 */
export function metaTemplates(options: MetaTemplatesOptions): TemplateCatalogue {
  const {
    fetch,
    clock,
    graphUrl,
    graphVersion,
    wabaId,
    phoneNumberId,
    accessToken,
    timeoutMs = 15_000,
  } = options;

  async function get(path: string, query: Record<string, string>, deadline: number): Promise<Json> {
    const url = `${graphUrl}/${graphVersion}/${path}?${new URLSearchParams(query)}`;
    const headers = { authorization: `Bearer ${await accessToken()}` };
    const result = await request({
      fetch,
      clock,
      method: "GET",
      url,
      headers,
      timeoutMs,
      deadline,
      maxBytes: MAX_BYTES,
    });
    const json = record(requireSuccess(result, META));
    if (!json) throw new IntegrationError({ system: "meta", code: "unreadable_answer", retry: "later" });
    return json;
  }

  /** By cursor: Meta's link to the next page contains the access token. */
  async function* pages(deadline: number): AsyncGenerator<readonly unknown[]> {
    let after: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const query = { fields: FIELDS, limit: String(PER_PAGE), ...omitUndefined({ after }) };
      const { data, paging } = await get(`${wabaId}/message_templates`, query, deadline);
      if (!Array.isArray(data))
        throw new IntegrationError({ system: "meta", code: "unreadable_answer", retry: "later" });
      yield data;
      // The last page has a cursor too, but no link.
      const { cursors, next } = record(paging) ?? {};
      after = text(record(cursors)?.after);
      if (!text(next) || !after) return;
    }
    throw new IntegrationError({ system: "meta", code: "too_many_pages", retry: "never" });
  }

  return {
    async list() {
      const found = [];
      for await (const page of pages(clock.now() + timeoutMs))
        found.push(...page.flatMap((entry) => templateDefinition(entry) ?? []));
      return found;
    },
    async dailyLimit() {
      const field = "whatsapp_business_manager_messaging_limit";
      return limitOf((await get(phoneNumberId, { fields: field }, clock.now() + timeoutMs))[field]);
    },
  };
}
