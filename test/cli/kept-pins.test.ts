import { expect, it } from "@jest/globals";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { deployedWorld } from "./support/deployed-world.ts";

const world = deployedWorld();

const keep = (registrationPins: Record<string, unknown> | undefined) => {
  const secret = { ...DEMO_SECRETS, meta: { ...DEMO_SECRETS.meta, registrationPins } };
  world.aws.answers.GetSecretValue = () => ({ SecretString: JSON.stringify(secret), VersionId: "1" });
};

it("secrets list says how many registration PINs are kept, and shows none", async () => {
  keep({ "310000000000007": "715203", "310000000000008": "000411" });
  const { out, code } = await world.run(["secrets", "list"]);
  expect([code, out]).toEqual([0, expect.stringMatching(/meta\.registrationPins +2 +Meta: two-step PINs/)]);
  expect(out).not.toMatch(/715203|000411|310000000000007/);
  const listed: { entries: unknown[] } = JSON.parse((await world.run(["secrets", "list", "--json"])).out);
  expect(listed.entries).toContainEqual(
    expect.objectContaining({ entry: "meta.registrationPins", values: 2 }),
  );
});

it("secrets list names no PINs where there are none", async () => {
  keep(undefined);
  expect((await world.run(["secrets", "list"])).out).not.toContain("registrationPins");
});

it("a PIN cannot be set by hand: setup makes it and registers with it", async () => {
  keep({ "310000000000007": "715203" });
  expect((await world.run(["secrets", "set", "meta.registrationPins"])).code).toBe(2);
});
