import { IntegrationError } from "../application/ports/integration-error.ts";
import type { Secrets } from "../config/secrets/secrets.ts";
import type { NumberSettings, Settings } from "../config/settings/settings.ts";
import { type Finding, ok, problem } from "../domain/health/finding.ts";
import type { AccountWorld } from "../providers/account-check.ts";
import { CATALOGUES } from "../providers/catalogues.ts";

function templatesOf(settings: Settings, number: NumberSettings) {
  const own = number.reengagement ?? settings.reengagement;
  return [...(own ? [own] : []), ...settings.followUps.flatMap(({ template }) => template ?? [])];
}

/** Otherwise nobody would notice a missing template before a customer needs it. */
export async function checkTemplates(
  world: AccountWorld,
  settings: Settings,
  secrets: Secrets,
): Promise<Finding[]> {
  const found = await Promise.all(
    settings.numbers.map((number) => numberFindings(world, settings, number, secrets)),
  );
  return found.flat();
}

async function numberFindings(
  world: AccountWorld,
  settings: Settings,
  number: NumberSettings,
  secrets: Secrets,
): Promise<Finding[]> {
  const [check, about] = ["templates", { number: number.name }];
  const wanted = templatesOf(settings, number);
  const { canAsk, catalogueOf } = CATALOGUES[number.provider];
  if (wanted.length === 0 || !canAsk(number, secrets)) return [];
  const catalogue = catalogueOf(number, { ...world, settings, secrets: async () => secrets });
  try {
    const known = await catalogue.list();
    return wanted.map(({ name, language }) => {
      const fits = known.filter(
        (each) =>
          each.name === name &&
          (language === undefined || each.language === undefined || each.language === language),
      );
      if (fits.some(({ status }) => /^approved$/i.test(status)))
        return ok(check, `${name} is approved.`, { ...about, subject: name });
      const state = fits[0] ? `is ${fits[0].status}` : `is not there${language ? ` in ${language}` : ""}`;
      return problem(
        check,
        `The template ${name} ${state}.`,
        "Create it, or have it approved, in the provider's template manager; then check name and language.",
        { ...about, subject: name },
      );
    });
  } catch (error) {
    if (!(error instanceof IntegrationError)) throw error;
    return [
      problem(
        check,
        `The templates could not be listed (${error.code}).`,
        "See the checks of the token and the account.",
        { ...about, unchecked: true },
      ),
    ];
  }
}
