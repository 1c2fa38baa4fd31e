import { staffDirectoryContract } from "../contracts/staff-directory-contract.ts";
import { MemoryStaff } from "../support/memory/memory-staff.ts";

staffDirectoryContract("the memory", async () => {
  const staff = new MemoryStaff();
  return {
    staff,
    invited: staff.invited,
    signIn: (user) => {
      staff.members = staff.members.map((member) =>
        member.user === user ? { ...member, state: "active" } : member,
      );
    },
  };
});
