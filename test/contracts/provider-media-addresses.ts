import { describe, expect, it } from "@jest/globals";
import type { Secrets } from "../../lib/config/secrets/secrets.ts";
import type { NumberSettings, Settings } from "../../lib/config/settings/settings.ts";
import type { ProviderMedia } from "../../lib/providers/provider-media.ts";
import { harmlessAddresses, hostileAddresses } from "../support/media-addresses.ts";
import type { Answer, MediaServer } from "../support/media-server.ts";

export type MediaUnderTest = {
  /** The provider's servers are at that URL; none: where they really are. */
  mediaAt(url?: string): ProviderMedia;
  settingsAt(url?: string): Settings;
  numberOf(settings: Settings): NumberSettings;
  secrets: Secrets;
  /** Puts a file's answer where its bytes are fetched. Returns its media id. */
  place(server: MediaServer, answer: Answer): string;
  /** The provider's real host for files. */
  host: string;
  /**
   * How an address can come into a download. Answers for the provider's servers, until the address itself
   * is asked for.
   */
  ways: Readonly<Record<string, { mediaId: string; answer(url: URL, target: string): Response }>>;
};

/** Part of the contract of a provider's media. */
export function providerMediaAddresses(provider: string, given: MediaUnderTest) {
  const { mediaAt, settingsAt, numberOf, secrets, host, ways } = given;

  describe.each(Object.entries(ways))(`an address that comes to ${provider} %s`, (_, { mediaId, answer }) => {
    async function lead(target: string) {
      const asked: string[] = [];
      const settings = settingsAt();
      const call: typeof fetch = async (input, init) => {
        expect(init?.redirect).toBe("manual");
        asked.push(String(input));
        return answer(new URL(String(input)), target);
      };
      const connection = {
        settings,
        secrets: async () => secrets,
        fetch: call,
        clock: { now: Date.now },
        pause: async () => undefined,
      };
      const limits = { maxBytes: 1_000, deadline: Date.now() + 5_000 };
      const result = await mediaAt()
        .fetchMedia(numberOf(settings), connection, mediaId, limits)
        .then(
          () => "fetched",
          (error: { code?: string }) => error.code,
        );
      return { result, asked };
    }

    it.each(hostileAddresses(host))("is not called if it is not the provider's: %s", async (target) => {
      const { result, asked } = await lead(target);
      const own = await lead(`https://${host}/f`);
      // All but the call of the address itself.
      expect([result, asked]).toEqual(["media_host_refused", own.asked.slice(0, -1)]);
    });

    it.each(harmlessAddresses(host))("is called if it is the provider's: %s", async (target) => {
      const { result, asked } = await lead(target);
      expect([result, URL.parse(asked.at(-1) ?? "")?.hostname]).toEqual(["fetched", host]);
    });
  });
}
