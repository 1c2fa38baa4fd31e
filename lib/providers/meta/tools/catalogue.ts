import type { NumberOf } from "../../../config/settings/settings.ts";
import { cannotAsk, type ProviderCatalogue } from "../../catalogue.ts";
import { metaTemplates } from "./templates.ts";

export const metaCatalogue: ProviderCatalogue<NumberOf<"meta">> = {
  canAsk: ({ wabaId }, { meta }) => wabaId !== undefined && meta !== undefined,
  catalogueOf({ wabaId, phoneNumberId }, { settings, secrets, fetch, clock }) {
    if (!wabaId) {
      const unknown = () => Promise.reject(cannotAsk("meta", "no_waba_id"));
      return { list: unknown, dailyLimit: unknown };
    }
    return metaTemplates({
      fetch,
      clock,
      ...settings.meta,
      wabaId,
      phoneNumberId,
      accessToken: async () =>
        (await secrets()).meta?.accessToken ?? Promise.reject(cannotAsk("meta", "no_secret")),
    });
  },
};
