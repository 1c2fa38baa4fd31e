import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** `status`: Cognito's own words. */
export type LocalMember = {
  user: string;
  sub: string;
  email: string;
  name: string | undefined;
  groups: readonly string[];
  status: "FORCE_CHANGE_PASSWORD" | "CONFIRMED";
  /** Milliseconds since 1970. */
  createdAt: number;
  /** Sessions that began before are over. */
  signOuts: number;
};

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

const invented = (user: string, name: string, group: string): LocalMember => ({
  user,
  sub: randomUUID(),
  email: `${user}@example.com`,
  name,
  groups: [group],
  status: "CONFIRMED",
  createdAt: 0,
  signOuts: 0,
});

/** Made-up people, and those who were added. */
export class LocalStaff {
  readonly #members: LocalMember[];
  readonly #file: string | undefined;

  /** `file`: where they survive a restart; default: nowhere. */
  constructor(file?: string) {
    this.#file = file;
    this.#members =
      file && existsSync(file)
        ? JSON.parse(readFileSync(file, "utf8"))
        : [invented("ann", "Ann", "staff"), invented("ben", "Ben", "admin")];
  }

  get members(): readonly LocalMember[] {
    return this.#members;
  }

  /** Case does not matter. */
  find(userOrEmail: string): LocalMember | undefined {
    return (
      this.#members.find(({ user }) => same(user, userOrEmail)) ??
      this.#members.find(({ email }) => same(email, userOrEmail))
    );
  }

  add(member: Pick<LocalMember, "user" | "email" | "name">, now: number): LocalMember {
    const added: LocalMember = {
      ...member,
      sub: randomUUID(),
      groups: [],
      status: "FORCE_CHANGE_PASSWORD",
      createdAt: now,
      signOuts: 0,
    };
    this.#members.push(added);
    this.#save();
    return added;
  }

  change(member: LocalMember, changed: Partial<LocalMember>): void {
    Object.assign(member, changed);
    this.#save();
  }

  remove(member: LocalMember): void {
    this.#members.splice(this.#members.indexOf(member), 1);
    this.#save();
  }

  #save(): void {
    if (this.#file) writeFileSync(this.#file, JSON.stringify(this.#members));
  }
}
