import { errorCode, record, text } from "../../../lib/adapters/http/json.ts";
import { request } from "../../../lib/adapters/http/request.ts";
import { requireSuccess } from "../../../lib/adapters/http/require-success.ts";
import { IntegrationError } from "../../../lib/application/ports/integration-error.ts";
import type { Secrets } from "../../../lib/config/secrets/secrets.ts";
import { cannotAsk, type ProviderCatalogue } from "../../../lib/providers/catalogue.ts";
import { ECHO } from "./echo.ts";

const codeOf = (json: unknown) => errorCode(record(json)?.code);
const hasSecret = (secrets: Secrets) => record(secrets)?.[ECHO] !== undefined;

export const echoCatalogueAt = (url: string): ProviderCatalogue => ({
  canAsk: (_, secrets) => hasSecret(secrets),
  catalogueOf: (_, { secrets, fetch, clock }) => ({
    async list() {
      if (!hasSecret(await secrets())) throw cannotAsk(ECHO, "no_secret");
      const deadline = clock.now() + 5_000;
      const result = await request({
        fetch,
        clock,
        method: "GET",
        url,
        headers: {},
        timeoutMs: 5_000,
        deadline,
      });
      const name = text(record(requireSuccess(result, { system: ECHO, codeOf }))?.name);
      if (!name) throw new IntegrationError({ system: ECHO, code: "unreadable_answer", retry: "later" });
      const body = { text: "Hello", placeholders: [] };
      return [{ name, status: "APPROVED", named: false, body, buttons: [] }];
    },
    dailyLimit: async () => undefined,
  }),
});
