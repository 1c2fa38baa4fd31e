import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings/settings.ts";
import type { ProviderCatalogue } from "../../lib/providers/catalogue.ts";
import { FakeServer, type Reply } from "../support/http-server.ts";

export type CatalogueUnderTest = {
  /** The provider is at that URL. */
  catalogueAt(url: string): { catalogue: ProviderCatalogue; settings: Settings; number: NumberSettings };
  secrets: Secrets;
  /** A list with one approved template. */
  listed: { reply: Reply; name: string };
};

const textsIn = (value: unknown): readonly string[] =>
  typeof value === "string" ? [value] : Object.values(value ?? {}).flatMap(textsIn);

export function providerCatalogueContract(provider: string, given: CatalogueUnderTest) {
  const { catalogueAt, secrets, listed } = given;
  const without: Secrets = { ...secrets, [provider]: undefined };

  describe(`the templates of ${provider}`, () => {
    let server: FakeServer;
    beforeEach(async () => {
      server = new FakeServer();
      await server.start();
    });
    afterEach(() => server.stop());
    const catalogueOf = (known: Secrets = secrets) => {
      const { catalogue, settings, number } = catalogueAt(server.url);
      const clock = { now: Date.now };
      return catalogue.catalogueOf(number, { settings, secrets: async () => known, fetch, clock });
    };

    it("are listed with what a send must know", async () => {
      server.reply = listed.reply;
      expect(await catalogueOf().list()).toMatchObject([
        { name: listed.name, status: "APPROVED", body: { text: expect.any(String) } },
      ]);
      expect(server.seen.length).toBeGreaterThan(0);
    });

    it("can be asked for with the secret and not without, where asking fails for good", async () => {
      const { catalogue, number } = catalogueAt(server.url);
      expect(catalogue.canAsk(number, secrets)).toBe(true);
      expect(catalogue.canAsk(number, without)).toBe(false);
      await expect(catalogueOf(without).list()).rejects.toMatchObject({
        name: "IntegrationError",
        system: provider,
        code: "no_secret",
        retry: "never",
      });
      expect(server.seen).toEqual([]);
    });

    it.each<Reply>(["cut", { status: 503, body: "<html>" }, { status: 200, body: "no JSON" }])(
      "are asked for again later when the provider does not answer as documented: %j",
      async (reply) => {
        server.reply = reply;
        await expect(catalogueOf().list()).rejects.toMatchObject({
          name: "IntegrationError",
          system: provider,
          retry: "later",
        });
      },
    );

    it("show nothing of the secret when they cannot be listed", async () => {
      server.reply = { status: 401, body: { error: { code: 190, message: JSON.stringify(secrets) } } };
      const error = await catalogueOf()
        .list()
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
      const shown = `${error} ${JSON.stringify(error)}`;
      expect(shown).toContain("IntegrationError");
      for (const text of textsIn(secrets)) expect(shown).not.toContain(text);
    });
  });
}
