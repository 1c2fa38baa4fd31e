import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { stackTrouble } from "../../cli/cloud/stack.ts";
import { repairStack } from "../../cli/setup/repair-stack.ts";
import { capacityProblem } from "../../infra/settings/account-capacity.ts";
import { loadStageSettings } from "../../infra/settings/load.ts";
import { checkSecret } from "../../lib/health/check-secret.ts";
import { settingsOf } from "../infra/sample-settings.ts";
import { FakeStack, NUMBER } from "./support/fake-stack.ts";

/** The version that deploys. */
const cdk = readFileSync("node_modules/aws-cdk/lib/index.js", "utf8");
const page = readFileSync("docs/deploying.md", "utf8");
/** To the word. */
const quotes = [...page.matchAll(/`([^`]+)`/g)].map(([, quote = ""]) => quote);
const quotesStartOf = (said: string) => quotes.some((quote) => quote.length > 20 && said.startsWith(quote));

const STATUSES = [
  "CREATE_FAILED",
  "ROLLBACK_COMPLETE",
  "ROLLBACK_FAILED",
  "REVIEW_IN_PROGRESS",
  "UPDATE_ROLLBACK_COMPLETE",
  "UPDATE_FAILED",
  "UPDATE_ROLLBACK_FAILED",
  "DELETE_FAILED",
];

describe("docs/deploying.md", () => {
  it.each(STATUSES)("names the status %s, and quotes what commands say of it", (status) => {
    const { what = "" } =
      stackTrouble({ name: "ChatsbyWhatsapp-prod", status, outputs: {}, protected: false, failures: [] }) ??
      {};
    expect(page).toMatch(new RegExp(`^\\| .*\`${status}\`.* \\|`, "m"));
    expect({ what, quoted: quotesStartOf(what) }).toEqual({ what, quoted: true });
  });

  it.each([
    ["ROLLBACK_COMPLETE", "Delete what is left of"],
    ["UPDATE_ROLLBACK_FAILED", "Go on with the rollback of"],
  ])("quotes what setup asks before it touches a stack in %s", async (status, begins) => {
    const fake = new FakeStack({ status });
    fake.answers = ["n"];
    await expect(
      repairStack(fake.setup(), {
        name: "ChatsbyWhatsapp-prod",
        status,
        outputs: {},
        protected: false,
        failures: [],
      }),
    ).rejects.toThrow();
    const [asked = ""] = fake.asked;
    expect(asked.startsWith(begins)).toBe(true);
    expect({ asked, quoted: quotesStartOf(asked) }).toEqual({ asked, quoted: true });
  });

  it("quotes the warning that the account is too small", () => {
    const capacity = { workers: 200, reserveWorkers: true, webhookReserved: 100 };
    expect(quotesStartOf(capacityProblem(settingsOf({ numbers: [NUMBER], capacity })) ?? "")).toBe(true);
  });

  it("quotes the message for a misspelt stage", () => {
    expect(() => loadStageSettings("prdo")).toThrow("infra/settings/prdo.json does not exist. There are: ");
    expect(quotes).toContain("infra/settings/prdo.json does not exist. There are: dev.json, prod.json.");
  });

  it("quotes doctor's words on a secret that is not filled", async () => {
    const state = {
      name: "ChatsbyWhatsapp-prod",
      status: "CREATE_COMPLETE",
      outputs: {},
      protected: true,
      failures: [],
    };
    const text = JSON.stringify({ identityKey: "x".repeat(44) });
    const cloud = new FakeStack(state).cloud(state);
    const { findings } = await checkSecret({
      ...cloud,
      secret: { ...cloud.secret, read: async () => ({ text, version: "1" }) },
    });
    expect(findings.length).toBeGreaterThan(0);
    for (const { evidence } of findings) expect(evidence).toContain("Every webhook is refused until then.");
    expect(quotes).toContain("Every webhook is refused until then.");
  });

  it.each([
    "Unable to resolve AWS account to use.",
    "Need to perform AWS calls for account ",
    "but the current credentials are for ",
    "Has the environment been bootstrapped?",
    "This CDK deployment requires bootstrap stack version '",
    ", but are for the right account. Proceeding anyway.",
    " failed creation, it may need to be manually deleted from the AWS console: ",
    "Do you wish to deploy these changes",
    "Deployment cancelled",
    "terminal (TTY) is not attached so we are unable to get a confirmation from the user",
  ])("quotes CDK to the word: %s", (words) => {
    expect(cdk.includes(words)).toBe(true);
    expect(page).toContain(words.trim());
  });

  it("links to sections that there are", () => {
    const anchors = (text: string) =>
      [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
    const links = [...page.matchAll(/\]\(([\w-]+\.md)?(?:#([\w-]+))?\)/g)];
    expect(links.length).toBeGreaterThan(10);
    for (const [link, file, anchor] of links) {
      const target = file ? readFileSync(`docs/${file}`, "utf8") : page;
      if (anchor) expect({ link, found: anchors(target).includes(anchor) }).toEqual({ link, found: true });
    }
  });
});
