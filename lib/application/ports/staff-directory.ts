/** `user`: how colleagues read the member, also in records. `invited`: has not signed in yet. */
export type StaffMember = {
  user: string;
  name: string;
  email?: string;
  admin: boolean;
  state: "invited" | "active" | "disabled";
};

/** Who may sign in to the inbox. */
export interface StaffDirectory {
  list(): Promise<readonly StaffMember[]>;
  /** By e-mail. "staff-exists": somebody has this address or this name. */
  add(member: { email: string; name?: string; admin: boolean }): Promise<StaffMember | "staff-exists">;
  /** Ends every session: no new access token is given out. One that was given out works until it expires. */
  remove(user: string): Promise<"removed" | "unknown-staff">;
}
