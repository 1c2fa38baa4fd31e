import * as z from "zod/mini";
import { contextOfNumber } from "./context-settings.ts";
import { disclosureOfNumber } from "./disclosure-settings.ts";
import { hoursOfNumber } from "./hours-settings.ts";
import { rolloutSettings } from "./rollout-settings.ts";
import { id, language, name, template, texts, whole } from "./setting-kinds.ts";

export const ofEveryNumber = {
  name,
  agentId: id,
  /** "auto" detects it for each answer. */
  agentMarkup: z._default(z.enum(["markdown", "whatsapp", "auto"]), "markdown"),
  texts,
  ...disclosureOfNumber,
  ...contextOfNumber,
  language: z.optional(language),
  /** Usually 80, or 20 for a number that is also in the WhatsApp Business app. */
  messagesPerSecond: z._default(whole(1, 1000), 80),
  reengagement: z.optional(template),
  ...rolloutSettings,
  ...hoursOfNumber,
};
