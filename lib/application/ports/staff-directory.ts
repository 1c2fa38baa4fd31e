/** `user`: how colleagues read the member, also in records. `invited`: has not signed in yet. */
export type StaffMember = {
  user: string;
  name: string;
  email?: string;
  admin: boolean;
  state: "invited" | "active" | "disabled";
};

export interface StaffDirectory {
  list(): Promise<readonly StaffMember[]>;
  /** By e-mail. "staff-exists": somebody has this address or this name. */
  add(member: { email: string; name?: string; admin: boolean }): Promise<StaffMember | "staff-exists">;
  /** Ends every session: no new access token is issued. An issued one works until it expires. */
  remove(user: string): Promise<"removed" | "unknown-staff">;
}
