import { describe, expect, it } from "@jest/globals";
import * as z from "zod/mini";
import type { ProviderProfile } from "../../lib/providers/profile.ts";
import type { ProviderSettings } from "../../lib/providers/provider-settings.ts";

type Template = Parameters<ProviderSettings["templateFixes"]>[0];

export type SettingsUnderTest = {
  settings: ProviderSettings;
  profile: Pick<ProviderProfile<never>, "addressOf" | "addressKind">;
  /** Two numbers as in a settings file. */
  numbers: readonly [object, object];
  /** What in the first one is wrong, by the key that a problem must name. */
  wrongNumbers: Readonly<Record<string, object>>;
  goodTemplate: Template;
  /** The keys that must be fixed. */
  badTemplates: readonly (readonly [Template, readonly string[]])[];
};

export function providerSettingsContract(provider: string, given: SettingsUnderTest) {
  const { settings, profile, numbers } = given;
  const [first, second] = numbers;
  const problemsOf = (number: object) =>
    z.safeParse(settings.number, number).error?.issues.map(({ path, code }) => path.join(".") || code) ?? [];
  const addressOf = (number: object): string =>
    // The settings have checked that it is a number of this provider.
    profile.addressOf(z.parse(settings.number, number) as never);

  describe(`the settings of ${provider}`, () => {
    it("take its numbers, with what every number has", () => {
      expect(z.parse(settings.number, first)).toMatchObject({
        ...first,
        provider,
        agentMarkup: "markdown",
        messagesPerSecond: 80,
      });
    });

    it("refuse another provider's name, a typing error, and a number without name or agent", () => {
      const { name, agentId } = z.parse(z.looseObject({ name: z.string(), agentId: z.string() }), first);
      expect(problemsOf({ ...first, provider: "another" })).toEqual(["provider"]);
      expect(problemsOf({ ...first, agentID: agentId })).toEqual(["unrecognized_keys"]);
      expect(problemsOf({ ...first, name: undefined })).toEqual(["name"]);
      expect(problemsOf({ ...first, name: name.repeat(100) })).toEqual(["name"]);
      expect(problemsOf({ ...first, agentId: undefined })).toEqual(["agentId"]);
    });

    it("name what is wrong with a number", () => {
      expect(Object.keys(given.wrongNumbers).length).toBeGreaterThan(0);
      for (const [key, wrong] of Object.entries(given.wrongNumbers))
        expect(problemsOf({ ...first, ...wrong })).toEqual([key]);
    });

    it("distinguish numbers by the address that the provider's webhooks name", () => {
      expect(addressOf(first)).not.toBe("");
      expect(addressOf(first)).not.toBe(addressOf(second));
      expect(addressOf({ ...first, name: "other", agentId: "agent_other" })).toBe(addressOf(first));
      expect(profile.addressKind).toMatch(/^[a-z ]+$/);
    });

    it("need no section of their own, and refuse what is no setting", () => {
      const section = z.parse(settings.section, undefined);
      expect(z.parse(settings.section, section)).toEqual(section);
      expect(z.safeParse(settings.section, { grahpUrl: "https://example.com" }).success).toBe(false);
    });

    it("find nothing to fix in a template named its way, and name each key that is not", () => {
      const keysOf = (template: Template) => settings.templateFixes(template).map(({ key }) => key);
      expect(keysOf(given.goodTemplate)).toEqual([]);
      for (const [template, keys] of given.badTemplates) expect(keysOf(template)).toEqual(keys);
      for (const { fix } of given.badTemplates.flatMap(([template]) => settings.templateFixes(template)))
        expect(fix).toMatch(/^[a-z]/);
    });
  });
}
