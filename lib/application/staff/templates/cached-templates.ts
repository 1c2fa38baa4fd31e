import { omitUndefined } from "../../../domain/omit-undefined.ts";
import type { TemplateDefinition } from "../../../domain/template/template.ts";
import { MINUTE_MS } from "../../../domain/time.ts";
import type { TemplateCatalogue } from "../../ports/control-ports.ts";
import type { Clock } from "../../ports/ports.ts";

type NumberTemplates = {
  templates: readonly TemplateDefinition[];
  /** Customers whom the business may write to first in 24 hours; `undefined` without a known limit. */
  dailyLimit?: number;
};

/** At most `maxAgeMs` old. Throws IntegrationError. */
export type CachedTemplates = (maxAgeMs?: number) => Promise<NumberTemplates>;

const FRESH_FOR_MS = 5 * MINUTE_MS;

/** A mailing needs the list for every recipient. A failed read is not cached. */
export function cachedTemplates(catalogue: TemplateCatalogue, clock: Clock): CachedTemplates {
  let cached: { at: number; templates: Promise<NumberTemplates> } | undefined;

  async function read(): Promise<NumberTemplates> {
    const [templates, dailyLimit] = await Promise.all([catalogue.list(), catalogue.dailyLimit()]);
    return { templates, ...omitUndefined({ dailyLimit }) };
  }

  return (maxAgeMs = FRESH_FOR_MS) => {
    const now = clock.now();
    if (cached && now - cached.at <= maxAgeMs) return cached.templates;
    const reading = { at: now, templates: read() };
    cached = reading;
    reading.templates.catch(() => {
      if (cached === reading) cached = undefined;
    });
    return reading.templates;
  };
}
