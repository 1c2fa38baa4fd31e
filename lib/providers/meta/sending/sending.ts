import type { NumberOf } from "../../../config/settings/settings.ts";
import { missingSecret, type ProviderSending } from "../../sending.ts";
import { metaSender } from "./sender.ts";

export const metaSending: ProviderSending<NumberOf<"meta">> = {
  showsOptions: true,
  credentialsOf: ({ meta }) => meta?.accessToken,
  sender: ({ phoneNumberId }, { settings, secrets, fetch, clock, choose }) =>
    metaSender({
      fetch,
      clock,
      ...settings.meta,
      phoneNumberId,
      linkPreview: settings.replies.linkPreview,
      choose,
      accessToken: async () => (await secrets()).meta?.accessToken ?? Promise.reject(missingSecret("meta")),
    }),
};
