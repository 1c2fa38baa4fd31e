import { describe, expect, it } from "@jest/globals";
import { createPage } from "../../../functions/inbox/page.ts";
import type { HttpResponse } from "../../../lib/adapters/lambda/http.ts";
import type { InboxPageFiles } from "../../../lib/inbox-api/page-config.ts";

const host = "https://shop.auth.eu-central-1.amazoncognito.com";
const config = {
  issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc",
  authorizationEndpoint: `${host}/oauth2/authorize`,
  tokenEndpoint: `${host}/oauth2/token`,
  revocationEndpoint: `${host}/oauth2/revoke`,
  logoutEndpoint: `${host}/logout`,
  clientId: "client",
  scope: "inbox/use",
};
const files: InboxPageFiles = {
  "/inbox": { file: "index.html", type: "text/html; charset=utf-8", cache: "no-cache" },
  "/inbox/main-1A2B.js": {
    file: "main-1A2B.js",
    type: "text/javascript",
    cache: "public, max-age=31536000, immutable",
  },
};
const filesUrl = "https://files.s3.eu-central-1.amazonaws.com";
const page = createPage({
  config,
  filesUrl,
  files: async () => files,
  read: async (file) => Buffer.from(`content of ${file}`),
});
const bodyOf = ({ body = "", isBase64Encoded }: HttpResponse) =>
  isBase64Encoded ? Buffer.from(body, "base64").toString() : body;

describe("the inbox page", () => {
  it.each([["/inbox"], ["/inbox/"]])("is at %s", async (path) => {
    const response = await page(path);
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
    });
    expect(bodyOf(response)).toBe("content of index.html");
  });

  it("lets browsers keep files whose name changes with their content", async () => {
    const { headers } = await page("/inbox/main-1A2B.js");
    expect(headers?.["cache-control"]).toContain("immutable");
  });

  it("tells the page where to sign in, and nothing else", async () => {
    const response = await page("/inbox/config.json");
    expect(JSON.parse(bodyOf(response))).toEqual(config);
    expect(response.headers?.["cache-control"]).toBe("no-store");
  });

  it.each([
    ["/inbox/other.js"],
    ["/inbox/../index.mjs"],
    ["/inbox/__proto__"],
    ["/inbox/constructor"],
    ["/inbox/%2e%2e/index.mjs"],
    ["/inbox//main-1A2B.js"],
  ])("knows no %s", async (path) => {
    expect((await page(path)).statusCode).toBe(404);
  });

  it("runs no script but its own, reaches nothing but sign-in, and is shown in no frame", async () => {
    for (const path of ["/inbox", "/inbox/config.json", "/inbox/unknown"]) {
      const headers = (await page(path)).headers ?? {};
      const policy = String(headers["content-security-policy"]).split("; ");
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          `connect-src 'self' ${host} ${filesUrl}`,
          // What customers send, from the page's own memory.
          "img-src 'self' data: blob:",
          "media-src blob:",
          "frame-ancestors 'none'",
          "form-action 'none'",
          "base-uri 'none'",
        ]),
      );
      expect(headers).toMatchObject({
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
    }
  });
});
