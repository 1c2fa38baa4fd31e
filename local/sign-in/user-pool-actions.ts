import { list, record, text } from "../../lib/adapters/http/json.ts";
import { SECOND_MS } from "../../lib/domain/time.ts";
import type { LocalMember, LocalStaff } from "./staff.ts";

/** Cognito's name of an error, and its message. */
export class Refusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

type Body = Readonly<Record<string, unknown>>;
type Action = (body: Body, pool: LocalPool) => object;

export type LocalPool = {
  staff: LocalStaff;
  groups: readonly string[];
  /** As deployed. */
  describe: { pool(): object; client(id: string): object | undefined };
  /** A mail that Cognito would send. */
  onInvite?(member: LocalMember): void;
};

/** Cognito's own: no spaces, at most 128. */
const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
const PAGE = 60;

const attributes = ({ sub, email, name }: LocalMember) => [
  { Name: "sub", Value: sub },
  { Name: "email", Value: email },
  { Name: "email_verified", Value: "true" },
  ...(name === undefined ? [] : [{ Name: "name", Value: name }]),
];

const described = (member: LocalMember) => ({
  Username: member.user,
  Attributes: attributes(member),
  UserCreateDate: member.createdAt / SECOND_MS,
  UserLastModifiedDate: member.createdAt / SECOND_MS,
  Enabled: true,
  UserStatus: member.status,
});

function memberOf({ Username }: Body, { staff }: LocalPool): LocalMember {
  const member = staff.find(text(Username) ?? "");
  if (!member) throw new Refusal("UserNotFoundException", "User does not exist.");
  return member;
}

function groupOf({ GroupName }: Body, { groups }: LocalPool): string {
  const group = text(GroupName) ?? "";
  if (!groups.includes(group)) throw new Refusal("ResourceNotFoundException", "Group not found.");
  return group;
}

function attributesOf({ UserAttributes }: Body): Record<string, string> {
  const pairs = list(UserAttributes).map((each) => [
    text(record(each)?.Name) ?? "",
    text(record(each)?.Value) ?? "",
  ]);
  return Object.fromEntries(pairs);
}

function pageOf(members: readonly LocalMember[], token: unknown, tokenName: string, limit: unknown) {
  const from = Number(token ?? 0);
  const size = Math.min(Number(limit ?? PAGE), PAGE);
  const next = from + size;
  return {
    Users: members.slice(from, next).map(described),
    ...(next < members.length && { [tokenName]: String(next) }),
  };
}

const withEmail = (members: readonly LocalMember[], email: string) =>
  members.filter((member) => member.email.toLowerCase() === email.toLowerCase());

/** `email = "…"` alone, compared as an alias is. */
function filtered(members: readonly LocalMember[], filter: unknown): readonly LocalMember[] {
  if (filter === undefined) return members;
  const wanted = /^email\s*=\s*"((?:[^"\\]|\\.)*)"$/.exec(String(filter))?.[1];
  if (wanted === undefined) throw new Refusal("InvalidParameterException", "Error while parsing filter.");
  return withEmail(members, wanted.replaceAll(/\\(.)/g, "$1"));
}

function createUser(body: Body, pool: LocalPool) {
  const user = text(body.Username) ?? "";
  if (!USERNAME.test(user))
    throw new Refusal("InvalidParameterException", "Value at 'username' failed to satisfy constraint");
  if (user.includes("@"))
    throw new Refusal(
      "InvalidParameterException",
      "Username cannot be of email format, since user pool is configured for email alias.",
    );
  const known = pool.staff.members.find((each) => each.user.toLowerCase() === user.toLowerCase());
  if (body.MessageAction === "RESEND") {
    if (!known) throw new Refusal("UserNotFoundException", "User does not exist.");
    if (known.status !== "FORCE_CHANGE_PASSWORD")
      throw new Refusal(
        "UnsupportedUserStateException",
        "Resend not possible. User status is not FORCE_CHANGE_PASSWORD",
      );
    pool.onInvite?.(known);
    return { User: described(known) };
  }
  if (known) throw new Refusal("UsernameExistsException", "User account already exists");
  const { email = "", name } = attributesOf(body);
  if (withEmail(pool.staff.members, email).length > 0)
    throw new Refusal("AliasExistsException", "An account with the email already exists.");
  const member = pool.staff.add({ user, email, name }, Date.now());
  if (body.MessageAction !== "SUPPRESS") pool.onInvite?.(member);
  return { User: described(member) };
}

/**
 * What is used of Amazon Cognito's API, with its own errors.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
export const USER_POOL_ACTIONS: Readonly<Record<string, Action>> = {
  AdminCreateUser: createUser,
  AdminAddUserToGroup: (body, pool) => {
    const [member, group] = [memberOf(body, pool), groupOf(body, pool)];
    pool.staff.change(member, { groups: [...new Set([...member.groups, group])] });
    return {};
  },
  AdminListGroupsForUser: (body, pool) => ({
    Groups: memberOf(body, pool).groups.map((GroupName) => ({ GroupName })),
  }),
  AdminGetUser: (body, pool) => {
    const { Attributes, ...rest } = described(memberOf(body, pool));
    return { ...rest, UserAttributes: Attributes };
  },
  DescribeUserPool: (_, { describe }) => ({ UserPool: describe.pool() }),
  DescribeUserPoolClient: ({ ClientId }, { describe }) => {
    const UserPoolClient = describe.client(text(ClientId) ?? "");
    if (!UserPoolClient) throw new Refusal("ResourceNotFoundException", "User pool client does not exist.");
    return { UserPoolClient };
  },
  AdminUserGlobalSignOut: (body, pool) => {
    const member = memberOf(body, pool);
    pool.staff.change(member, { signOuts: member.signOuts + 1 });
    return {};
  },
  AdminDeleteUser: (body, pool) => {
    pool.staff.remove(memberOf(body, pool));
    return {};
  },
  ListUsers: ({ Filter, PaginationToken, Limit }, { staff }) =>
    pageOf(filtered(staff.members, Filter), PaginationToken, "PaginationToken", Limit),
  ListUsersInGroup: (body, pool) => {
    const group = groupOf(body, pool);
    const members = pool.staff.members.filter(({ groups }) => groups.includes(group));
    return pageOf(members, body.NextToken, "NextToken", body.Limit);
  },
};
