import type { Settings } from "../../lib/config/settings/settings.ts";
import { everyLanguage } from "../../lib/domain/language/languages.ts";
import { renderWhatsapp } from "../../lib/domain/markup/whatsapp/render-whatsapp.ts";
import { plainText } from "./answer.ts";

/** The lines with which the system may begin an agent's first answer, as a customer sees them. */
export function disclosuresOf(settings: Settings | undefined): readonly string[] {
  const own = [settings?.texts, ...(settings?.numbers.map(({ texts }) => texts) ?? [])];
  const texts = [...own, ...everyLanguage().map((language) => language.texts)];
  return texts.flatMap((each) => (each?.disclosure ? [plainText(renderWhatsapp(each.disclosure))] : []));
}

/** The agent's own words are what is checked. */
export function withoutDisclosure(text: string, disclosures: readonly string[]): string {
  const found = disclosures.find((each) => text === each || text.startsWith(`${each}\n`));
  return found === undefined ? text : text.slice(found.length).trimStart();
}
