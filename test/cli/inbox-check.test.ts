import { describe, expect, it } from "@jest/globals";
import { checkInbox } from "../../cli/checks/inbox.ts";
import type { Cloud } from "../../cli/cloud/cloud.ts";
import type { SignInState } from "../../cli/cloud/sign-in.ts";
import { CliProblem, EXIT } from "../../cli/problem.ts";
import { inviteFirst } from "../../cli/setup/invite-first.ts";
import type { SettingsFile } from "../../lib/config/settings/settings.ts";
import { META, settingsOf } from "../infra/sample-settings.ts";
import { MemoryStaff } from "../support/memory/memory-staff.ts";

const InboxUrl = "https://api.example.org/inbox";
const WELL: SignInState = { mfa: "ON", callbackUrls: [InboxUrl] };

function aCloud({
  inbox = {},
  capacity = {},
  staff = new MemoryStaff(),
  state = async () => WELL as SignInState | undefined,
}: {
  inbox?: SettingsFile["inbox"];
  capacity?: SettingsFile["capacity"];
  staff?: MemoryStaff;
  state?: () => Promise<SignInState | undefined>;
} = {}) {
  return {
    stage: "dev",
    local: false,
    outputs: { InboxUrl, UserPoolId: "eu-west-1_abc", InboxClientId: "c1" },
    settings: settingsOf({ numbers: [META], inbox, capacity }),
    signIn: { staff, state },
  } as unknown as Cloud;
}

const page = (status = 200, type = "text/html; charset=utf-8") => ({
  sleep: async () => undefined,
  fetch: async () => new Response("", { status, headers: { "content-type": type } }),
});
const bad = async (cloud: Cloud, io: Parameters<typeof checkInbox>[0] = page()) =>
  (await checkInbox(io, cloud))
    .filter(({ verdict }) => verdict === "problem" || verdict === "warning")
    .map(({ check, verdict, evidence }) => [check, verdict, evidence]);

const nobody = () => Object.assign(new MemoryStaff(), { members: [] });

describe("doctor's look at the inbox", () => {
  it("finds nothing where nothing is wrong", async () => {
    expect(await bad(aCloud())).toEqual([]);
    expect((await checkInbox(page(), aCloud())).map(({ check }) => check)).toEqual([
      "inbox.sign-in",
      "inbox.mfa",
      "inbox.staff",
      "inbox.page",
    ]);
  });

  it.each<[string, Cloud, Parameters<typeof checkInbox>[0], string, RegExp]>([
    ["a pool that is gone", aCloud({ state: async () => undefined }), page(), "inbox.sign-in", /is gone/],
    [
      "a sign-in that returns elsewhere",
      aCloud({ state: async () => ({ ...WELL, callbackUrls: ["https://old.example.org/inbox"] }) }),
      page(),
      "inbox.sign-in",
      /does not return to https:\/\/api.example.org\/inbox/,
    ],
    [
      "a second factor that was made optional by hand",
      aCloud({ state: async () => ({ ...WELL, mfa: "OPTIONAL" }) }),
      page(),
      "inbox.mfa",
      /"required", Cognito has OPTIONAL/,
    ],
    ["a second factor that cannot go", aCloud({ inbox: { mfa: "off" } }), page(), "inbox.mfa", /has ON/],
    ["nobody on the staff", aCloud({ staff: nobody() }), page(), "inbox.staff", /Nobody may sign in/],
    [
      "more workers than two partitions take",
      aCloud({ capacity: { workers: 400 } }),
      page(),
      "inbox.partitions",
      /capacity\.workers 400 .*two partitions/,
    ],
    ["a page that fails", aCloud(), page(500), "inbox.page", /answers 500/],
    [
      "something else than a page",
      aCloud(),
      page(200, "application/json"),
      "inbox.page",
      /instead of a page/,
    ],
    [
      "an address where nothing is",
      aCloud(),
      { ...page(), fetch: async () => Promise.reject(new TypeError("fetch failed")) },
      "inbox.page",
      /Nothing answers/,
    ],
    [
      "a permission that is missing",
      aCloud({
        state: async () => {
          throw new CliProblem(EXIT.noAccess, "it needs cognito-idp:DescribeUserPool.");
        },
      }),
      page(),
      "inbox.sign-in",
      /could not run. it needs cognito-idp:DescribeUserPool/,
    ],
  ])("finds %s, and nothing else", async (_, cloud, io, check, evidence) => {
    const found = await bad(cloud, io);
    expect(found.map(([name]) => name)).toEqual([check]);
    expect(found[0]?.[2]).toMatch(evidence);
  });

  it("finds an inbox that is only in the settings, and asks nothing of one that is switched off", async () => {
    const { signIn: _, ...without } = aCloud();
    expect(await bad({ ...without } as Cloud)).toMatchObject([["inbox", "problem", expect.anything()]]);
    const off = await checkInbox(page(), aCloud({ inbox: { enabled: false } }));
    expect(off.map(({ check, verdict }) => [check, verdict])).toEqual([["inbox", "skipped"]]);
  });
});

describe("setup's last question", () => {
  async function invited(cloud: Cloud, ask?: () => Promise<string>, staffEmail?: string) {
    const lines: string[] = [];
    const print = { line: (text = "") => lines.push(text), paint: (_: string, text: string) => text };
    await inviteFirst({ io: { ask }, print, options: { wait: 0, staffEmail } } as never, cloud);
    return lines.join("\n");
  }

  it("invites the first member, as an admin", async () => {
    const staff = nobody();
    expect(await invited(aCloud({ staff }), async () => " dora@example.com ")).toContain(
      "Invited dora (admin)",
    );
    expect(staff.members).toMatchObject([{ email: "dora@example.com", admin: true }]);
  });

  it("takes the address from an option where nobody can be asked", async () => {
    const staff = nobody();
    await invited(aCloud({ staff }), undefined, "dora@example.com");
    expect(staff.invited).toEqual(["dora@example.com"]);
  });

  it.each([
    ["no answer", async () => "", "Nobody yet"],
    ["a wrong answer", async () => "dora", "not an e-mail address"],
    ["nobody to ask", undefined, "Nobody yet"],
  ])("says how to do it later after %s, and ends well", async (_, ask, text) => {
    const staff = nobody();
    const told = await invited(aCloud({ staff }), ask);
    expect(told).toContain(text);
    expect(told).toContain("npm run wa -- staff add EMAIL --admin");
    expect(staff.members).toEqual([]);
  });

  it("is not asked where somebody is there already", async () => {
    const told = await invited(aCloud(), async () => Promise.reject(new Error("asked")));
    expect(told).toContain("2 people may sign in to the inbox");
  });
});
