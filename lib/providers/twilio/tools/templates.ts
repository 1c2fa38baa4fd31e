import { record, text } from "../../../adapters/http/json.ts";
import { request } from "../../../adapters/http/request.ts";
import { requireSuccess } from "../../../adapters/http/require-success.ts";
import type { TemplateCatalogue } from "../../../application/ports/control-ports.ts";
import { IntegrationError } from "../../../application/ports/integration-error.ts";
import type { Clock } from "../../../application/ports/ports.ts";
import { TWILIO } from "../error.ts";
import { contentDefinition } from "./content-definition.ts";

export type TwilioTemplatesOptions = {
  fetch: typeof fetch;
  clock: Clock;
  contentUrl: string;
  credentials(): Promise<{ accountSid: string; authToken: string }>;
  /** For all pages together. */
  timeoutMs?: number;
};

const PATH = "/v1/ContentAndApprovals";
const PER_PAGE = 100;
const MAX_PAGES = 100;
const MAX_BYTES = 8 * 1024 * 1024;

const failure = (code: string, retry: "never" | "later") =>
  new IntegrationError({ system: "twilio", code, retry });

/** https://www.twilio.com/docs/content/content-api-resources#fetch-content-and-approvals */
export function twilioTemplates({
  fetch,
  clock,
  contentUrl,
  credentials,
  timeoutMs = 15_000,
}: TwilioTemplatesOptions): TemplateCatalogue {
  const first = `${contentUrl}${PATH}?PageSize=${PER_PAGE}`;

  async function get(url: string, deadline: number) {
    const { accountSid, authToken } = await credentials();
    const headers = {
      authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`,
    };
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
    const { contents, meta } = record(requireSuccess(result, TWILIO)) ?? {};
    if (!Array.isArray(contents)) throw failure("unreadable_answer", "later");
    return { contents, next: text(record(meta)?.next_page_url) };
  }

  /** Another host must not get the credentials. */
  function checked(url: string): string {
    if (URL.parse(url)?.origin !== URL.parse(contentUrl)?.origin) throw failure("foreign_page", "never");
    return url;
  }

  async function* pages(deadline: number) {
    let url: string | undefined = first;
    for (let page = 0; page < MAX_PAGES; page++) {
      const { contents, next }: Awaited<ReturnType<typeof get>> = await get(url, deadline);
      yield contents;
      if (!next) return;
      url = checked(next);
    }
    throw failure("too_many_pages", "never");
  }

  return {
    async list() {
      const found = [];
      for await (const page of pages(clock.now() + timeoutMs))
        found.push(...page.flatMap((entry) => contentDefinition(entry) ?? []));
      return found;
    },
    /** Twilio does not tell. */
    async dailyLimit() {
      return undefined;
    },
  };
}
