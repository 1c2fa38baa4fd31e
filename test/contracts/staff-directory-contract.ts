import { beforeEach, describe, expect, it } from "@jest/globals";
import type { StaffDirectory } from "../../lib/application/ports/staff-directory.ts";

/** A directory with ann (staff) and ben (admin), both active, at example.com. */
export type Opened = {
  staff: StaffDirectory;
  /** Addresses, in the order in which invitations went out. */
  invited: readonly string[];
  /** The member has signed in for the first time. */
  signIn(user: string): void;
};

export function staffDirectoryContract(name: string, open: () => Promise<Opened>) {
  describe(`${name} knows who may sign in`, () => {
    let opened: Opened;
    let staff: StaffDirectory;
    beforeEach(async () => {
      opened = await open();
      staff = opened.staff;
    });
    const users = async () => (await staff.list()).map(({ user }) => user);

    it("lists the members by name, with what they may do", async () => {
      expect(await staff.list()).toEqual([
        { user: "ann", name: "Ann", email: "ann@example.com", admin: false, state: "active" },
        { user: "ben", name: "Ben", email: "ben@example.com", admin: true, state: "active" },
      ]);
    });

    it("invites by mail; the name is what colleagues read", async () => {
      const added = await staff.add({ email: "c.lee@example.com", name: "Cem Lee", admin: false });
      expect(added).toEqual({
        user: "Cem_Lee",
        name: "Cem Lee",
        email: "c.lee@example.com",
        admin: false,
        state: "invited",
      });
      expect(await staff.list()).toContainEqual(added);
      expect(opened.invited).toEqual(["c.lee@example.com"]);
    });

    it("calls somebody without a name by the beginning of the address", async () => {
      expect(await staff.add({ email: "dora@example.com", admin: true })).toEqual({
        user: "dora",
        name: "dora",
        email: "dora@example.com",
        admin: true,
        state: "invited",
      });
    });

    it("counts somebody as active from the first sign-in on", async () => {
      await staff.add({ email: "dora@example.com", admin: true });
      opened.signIn("dora");
      expect(await staff.list()).toContainEqual(
        expect.objectContaining({ user: "dora", admin: true, state: "active" }),
      );
    });

    it.each([
      ["address", { email: "ann@example.com", name: "Another Ann" }],
      ["address in other letters", { email: "ANN@example.com", name: "Another Ann" }],
      ["name", { email: "ann@example.org" }],
      ["name in other letters", { email: "other@example.org", name: "ANN" }],
    ])("adds nobody whose %s is taken, and mails nobody", async (_, member) => {
      expect(await staff.add({ ...member, admin: true })).toBe("staff-exists");
      expect(await users()).toEqual(["ann", "ben"]);
      expect(opened.invited).toEqual([]);
    });

    it("invites again who has not signed in yet, and changes nothing of them", async () => {
      await staff.add({ email: "dora@example.com", name: "Dora", admin: false });
      expect(
        await staff.add({ email: "Dora@example.com", name: "Somebody Else", admin: true }),
      ).toMatchObject({
        user: "Dora",
        admin: false,
        state: "invited",
      });
      expect(opened.invited).toEqual(["dora@example.com", "dora@example.com"]);
      expect(await users()).toEqual(["Dora", "ann", "ben"]);
      expect(await staff.list()).toContainEqual(expect.objectContaining({ user: "Dora", admin: false }));
    });

    it("does not invite the holder of a name in the place of another address", async () => {
      await staff.add({ email: "dora@example.com", admin: false });
      expect(await staff.add({ email: "dora@example.org", admin: false })).toBe("staff-exists");
      expect(opened.invited).toEqual(["dora@example.com"]);
    });

    it("removes a member once, whose name is free again", async () => {
      expect(await staff.remove("ann")).toBe("removed");
      expect(await staff.remove("ann")).toBe("unknown-staff");
      expect(await users()).toEqual(["ben"]);
      expect(await staff.add({ email: "ann@example.com", admin: false })).toMatchObject({ user: "ann" });
    });

    it("holds more members than one page of the service", async () => {
      for (let at = 0; at < 65; at++)
        await staff.add({ email: `m${String(at).padStart(2, "0")}@example.com`, admin: at > 1 });
      const members = await staff.list();
      expect(members).toHaveLength(67);
      expect(members.filter(({ admin }) => admin)).toHaveLength(64);
    });
  });
}
