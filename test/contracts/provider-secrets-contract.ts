import { describe, expect, it } from "@jest/globals";
import * as z from "zod/mini";
import { ConfigurationError, parseConfiguration } from "../../lib/config/settings/problems.ts";

export type SecretUnderTest = {
  schema: z.ZodMiniOptional;
  /** Complete, with every optional key. */
  secret: Readonly<Record<string, string | readonly string[]>>;
  optional: readonly string[];
};

export function providerSecretsContract(provider: string, { schema, secret, optional }: SecretUnderTest) {
  const whole = z.object({ [provider]: schema });
  const parse = (value: unknown) =>
    parseConfiguration(whole, JSON.stringify({ [provider]: value }), "the secret");
  const problemsOf = (value: unknown): readonly string[] => {
    try {
      parse(value);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      for (const text of Object.values(secret).flat()) expect(error.message).not.toContain(text);
      return error.problems.map((problem) => problem.split(":")[0] ?? "");
    }
  };
  const keys = Object.keys(secret);
  const rotated = keys.filter((key) => Array.isArray(secret[key]));

  describe(`the secret of ${provider}`, () => {
    it("is taken as it is", () => {
      expect(parse(secret)).toEqual({ [provider]: secret });
    });

    it("may be missing as a whole, and without what is optional", () => {
      expect(problemsOf(undefined)).toEqual([]);
      expect(
        problemsOf({ ...secret, ...Object.fromEntries(optional.map((key) => [key, undefined])) }),
      ).toEqual([]);
    });

    it("names each key that is missing or empty, and never shows a value", () => {
      for (const key of keys.filter((each) => !optional.includes(each)))
        expect(problemsOf({ ...secret, [key]: undefined })).toEqual([`${provider}.${key}`]);
      for (const key of keys) {
        const [empty, at] = rotated.includes(key) ? [[""], "[0]"] : ["", ""];
        expect(problemsOf({ ...secret, [key]: empty })).toEqual([`${provider}.${key}${at}`]);
      }
    });

    it("can be rotated without a pause: what signs webhooks is a list of one to five", () => {
      expect(rotated.length).toBeGreaterThan(0);
      for (const key of rotated) {
        const many = (count: number) => Array.from({ length: count }, (_, at) => `key-${at}`);
        expect(problemsOf({ ...secret, [key]: many(5) })).toEqual([]);
        for (const count of [0, 6])
          expect(problemsOf({ ...secret, [key]: many(count) })).toEqual([`${provider}.${key}`]);
      }
    });
  });
}
