import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { verifyMetaSignature } from "../../lib/providers/meta/webhook/signature.ts";
import { verifyTwilioSignature } from "../../lib/providers/twilio/webhook/signature.ts";
import { DEMO_SECRETS } from "../../local/demo.ts";
import { runCli } from "./support/run-cli.ts";

const COMMANDS =
  "handoffs show find pause resume reply templates send-template campaign switch leads export forget sign staff".split(
    " ",
  );

describe("the command line", () => {
  it("starts as it is documented, from outside", async () => {
    const { stdout } = await promisify(execFile)("npm", ["run", "-s", "wa", "--", "--help"]);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
  });

  it.each(COMMANDS.filter((command) => command !== "leads"))("shows an example for %s", async (command) => {
    const { code, out } = await runCli([command, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`npm run ${command === "sign" ? "-s " : ""}wa -- ${command}`);
  });

  it("distinguishes wrong usage from failure", async () => {
    expect(await runCli([])).toMatchObject({ code: 2 });
    expect(await runCli(["hndoffs"])).toMatchObject({ code: 2, err: expect.stringContaining("handoffs") });
    expect(await runCli(["reply", "+14155550123"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("text"),
    });
    expect(await runCli(["send-template", "x", "--number", "n", "--csv", "f", "--rate", "0"])).toMatchObject({
      code: 2,
    });
    expect(await runCli(["--version"])).toMatchObject({ code: 0, out: "1.2.3\n" });
  });

  it("signs as the providers do", async () => {
    const env = { WA_SECRETS: JSON.stringify(DEMO_SECRETS) };
    const body = Buffer.from('{"object":"whatsapp_business_account"}\n');
    const meta = await runCli(["sign", "meta"], { env, stdin: async () => body });
    expect(
      verifyMetaSignature(body, meta.out.trim().replace("X-Hub-Signature-256: ", ""), ["local-app-secret"]),
    ).toBe(true);

    const url = "https://example.com/webhooks/twilio";
    const form = Buffer.from("Body=hello+there&From=whatsapp%3A%2B14155550123");
    const twilio = await runCli(["sign", "twilio", "--url", url, "--json"], { env, stdin: async () => form });
    const { value } = JSON.parse(twilio.out);
    const params = [...new URLSearchParams(form.toString())];
    expect(verifyTwilioSignature({ url, params, header: value, authTokens: ["local-twilio-token"] })).toBe(
      true,
    );
    expect((await runCli(["sign", "twilio"], { env, stdin: async () => form })).code).toBe(2);
    expect((await runCli(["sign", "meta"])).code).toBe(2);
  });
});
