import type {
  AttributeType,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderClientConfig,
  UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { StaffDirectory, StaffMember } from "../../application/ports/staff-directory.ts";
import { STAFF_GROUPS } from "../../config/deployment/sign-in.ts";
import { nameOfUser, staffUser } from "../../domain/staff/staff-user.ts";
import type { CallProfile } from "../aws/call-limits.ts";
import { awsClient } from "../aws/client.ts";

type Options = {
  userPoolId: string;
  callProfile?: CallProfile;
  config?: CognitoIdentityProviderClientConfig;
};

type Found = Pick<UserType, "Username" | "Attributes" | "UserStatus" | "Enabled">;

const INVITED = "FORCE_CHANGE_PASSWORD";
const TAKEN = ["UsernameExistsException", "AliasExistsException"];

const isNamed = (error: unknown, ...names: readonly string[]) =>
  error instanceof Error && names.includes(error.name);

const attribute = (attributes: readonly AttributeType[] | undefined, name: string) =>
  attributes?.find(({ Name }) => Name === name)?.Value;

/** For a filter of ListUsers. */
const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;

function memberOf({ Username = "", Attributes, UserStatus, Enabled }: Found, admin: boolean): StaffMember {
  const email = attribute(Attributes, "email");
  return {
    user: Username,
    name: attribute(Attributes, "name") ?? nameOfUser(Username),
    ...(email !== undefined && { email }),
    admin,
    state: Enabled === false ? "disabled" : UserStatus === INVITED ? "invited" : "active",
  };
}

/**
 * The client is loaded with the first call: most invocations need none.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
export function cognitoStaffDirectory({
  userPoolId: UserPoolId,
  callProfile = "work",
  config = {},
}: Options): StaffDirectory {
  let client: CognitoIdentityProviderClient | undefined;
  async function ready() {
    const sdk = await import("@aws-sdk/client-cognito-identity-provider");
    client ??= awsClient(sdk.CognitoIdentityProviderClient, callProfile, config);
    return { sdk, cognito: client };
  }

  async function adminNames(): Promise<ReadonlySet<string>> {
    const { sdk, cognito } = await ready();
    const names = new Set<string>();
    for await (const { Users = [] } of sdk.paginateListUsersInGroup(
      { client: cognito },
      { UserPoolId, GroupName: STAFF_GROUPS.admin },
    ))
      for (const { Username } of Users) if (Username) names.add(Username);
    return names;
  }

  async function withAddress(email: string): Promise<Found | undefined> {
    const { sdk, cognito } = await ready();
    const { Users = [] } = await cognito.send(
      new sdk.ListUsersCommand({ UserPoolId, Filter: `email = ${quoted(email)}`, Limit: 1 }),
    );
    return Users[0];
  }

  async function groupsOf(user: string): Promise<readonly string[]> {
    const { sdk, cognito } = await ready();
    const { Groups = [] } = await cognito.send(
      new sdk.AdminListGroupsForUserCommand({ UserPoolId, Username: user }),
    );
    return Groups.flatMap(({ GroupName }) => GroupName ?? []);
  }

  async function join(user: string, admin: boolean): Promise<void> {
    const { sdk, cognito } = await ready();
    const GroupName = admin ? STAFF_GROUPS.admin : STAFF_GROUPS.staff;
    await cognito.send(new sdk.AdminAddUserToGroupCommand({ UserPoolId, Username: user, GroupName }));
  }

  /** Mails nobody yet. `undefined`: the name or the address is taken. */
  async function create(user: string, email: string, name: string | undefined): Promise<Found | undefined> {
    const { sdk, cognito } = await ready();
    try {
      const { User } = await cognito.send(
        new sdk.AdminCreateUserCommand({
          UserPoolId,
          Username: user,
          MessageAction: "SUPPRESS",
          UserAttributes: [
            { Name: "email", Value: email },
            // Only a verified address can be signed in with.
            { Name: "email_verified", Value: "true" },
            ...(name === undefined ? [] : [{ Name: "name", Value: name }]),
          ],
        }),
      );
      return User;
    } catch (error) {
      if (isNamed(error, ...TAKEN)) return undefined;
      throw error;
    }
  }

  async function invite(user: string): Promise<void> {
    const { sdk, cognito } = await ready();
    await cognito.send(
      new sdk.AdminCreateUserCommand({
        UserPoolId,
        Username: user,
        MessageAction: "RESEND",
        DesiredDeliveryMediums: ["EMAIL"],
      }),
    );
  }

  return {
    async list() {
      const { sdk, cognito } = await ready();
      const admins = await adminNames();
      const members: StaffMember[] = [];
      for await (const { Users = [] } of sdk.paginateListUsers({ client: cognito }, { UserPoolId }))
        for (const user of Users) members.push(memberOf(user, admins.has(user.Username ?? "")));
      return members.toSorted((one, other) => (one.user < other.user ? -1 : 1));
    },

    /** The mail is last: after a crash before it, another call goes on from there. */
    async add({ email, name, admin }) {
      const created = await create(staffUser({ email, name }), email, name);
      const found = created ?? (await withAddress(email));
      if (!found?.Username || (!created && found.UserStatus !== INVITED)) return "staff-exists";
      const groups = created ? [] : await groupsOf(found.Username);
      if (groups.length === 0) await join(found.Username, admin);
      await invite(found.Username);
      return memberOf(found, groups.length === 0 ? admin : groups.includes(STAFF_GROUPS.admin));
    },

    async remove(user) {
      const { sdk, cognito } = await ready();
      const member = { UserPoolId, Username: user };
      try {
        await cognito.send(new sdk.AdminUserGlobalSignOutCommand(member));
        await cognito.send(new sdk.AdminDeleteUserCommand(member));
        return "removed";
      } catch (error) {
        if (isNamed(error, "UserNotFoundException")) return "unknown-staff";
        throw error;
      }
    },
  };
}
