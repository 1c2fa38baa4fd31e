import type { TemplateDefinition } from "../../domain/template/template.ts";
import type { TemplateCatalogue } from "../ports/control-ports.ts";
import type { Clock } from "../ports/ports.ts";

type NumberTemplates = {
  templates: readonly TemplateDefinition[];
  /** Unique customers that the business may begin to write to in 24 hours; `undefined` when there is no limit or it is not known. */
  dailyLimit?: number;
};

/** A number's templates and its limit, at most `maxAge` milliseconds old. Throws IntegrationError. */
export type CachedTemplates = (maxAge?: number) => Promise<NumberTemplates>;

const FRESH_FOR_MS = 5 * 60_000;

/** Remembers what the provider said: a mailing asks for every recipient. A failure is not remembered. */
export function cachedTemplates(catalogue: TemplateCatalogue, clock: Clock): CachedTemplates {
  let known: { at: number; shelf: Promise<NumberTemplates> } | undefined;

  async function read(): Promise<NumberTemplates> {
    const [templates, dailyLimit] = await Promise.all([catalogue.list(), catalogue.dailyLimit()]);
    return { templates, ...(dailyLimit !== undefined && { dailyLimit }) };
  }

  return (maxAge = FRESH_FOR_MS) => {
    const now = clock.now();
    if (known && now - known.at <= maxAge) return known.shelf;
    const reading = { at: now, shelf: read() };
    known = reading;
    reading.shelf.catch(() => {
      if (known === reading) known = undefined;
    });
    return reading.shelf;
  };
}
