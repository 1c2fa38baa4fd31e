import type { StaffDirectory, StaffMember } from "../../../lib/application/ports/staff-directory.ts";
import { nameOfUser, staffUser } from "../../../lib/domain/staff/staff-user.ts";

const same = (one: string | undefined, other: string) => one?.toLowerCase() === other.toLowerCase();

/** With ann (staff) and ben (admin). */
export class MemoryStaff implements StaffDirectory {
  members: StaffMember[] = [
    { user: "ann", name: "Ann", email: "ann@example.com", admin: false, state: "active" },
    { user: "ben", name: "Ben", email: "ben@example.com", admin: true, state: "active" },
  ];
  /** Addresses, in order. */
  readonly invited: string[] = [];

  async list() {
    return this.members.toSorted((one, other) => (one.user < other.user ? -1 : 1));
  }

  async add({ email, name, admin }: { email: string; name?: string; admin: boolean }) {
    const known = this.members.find((member) => same(member.email, email));
    if (known?.state === "invited") {
      this.invited.push(known.email ?? email);
      return known;
    }
    const user = staffUser({ email, name });
    if (known || this.members.some((member) => same(member.user, user))) return "staff-exists";
    const member: StaffMember = { user, name: name ?? nameOfUser(user), email, admin, state: "invited" };
    this.members.push(member);
    this.invited.push(email);
    return member;
  }

  async remove(user: string) {
    const left = this.members.filter((member) => !same(member.user, user));
    if (left.length === this.members.length) return "unknown-staff";
    this.members = left;
    return "removed";
  }
}
