import { beforeAll, describe, expect, it } from "@jest/globals";
import { type BuiltPage, builtPage } from "../support/fake-inbox/built-page.ts";

describe("the built page of the inbox", () => {
  let page: BuiltPage;
  beforeAll(async () => {
    page = await builtPage();
  });
  const entries = () => Object.entries(page.files);
  const html = () => page.read("index.html").toString();

  it("is at most 200 kB of script, style and HTML", () => {
    const loaded = entries().filter(([path]) => /\.(js|css)$|^\/inbox$/.test(path));
    expect(loaded).toHaveLength(3);
    const bytes = loaded.reduce((sum, [, { file }]) => sum + page.read(file).length, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
  });

  it("holds nothing inline, and names nothing but its own files", () => {
    expect(html()).not.toMatch(/<style|style=|<script(?![^>]*\bsrc=)|\bon\w+=/);
    const named = [...html().matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path]) => path);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((path) => page.files[path ?? ""] === undefined)).toEqual([]);
  });

  it("lets a browser keep for ever what has a hash in its name, and ask again for what names it", () => {
    const kept = entries().filter(([, { cache }]) => cache.includes("immutable"));
    expect(kept.map(([path]) => path.replace(/-[A-Z0-9]{8}\./, "."))).toEqual([
      "/inbox/main.js",
      "/inbox/style.css",
    ]);
    expect(page.files["/inbox"]?.cache).toBe("no-cache");
  });

  it("can be put on a home screen: the manifest's icons are there", () => {
    const manifest: { icons: { src: string }[]; start_url: string } = JSON.parse(
      page.read("manifest.webmanifest").toString(),
    );
    expect(manifest.start_url).toBe("/inbox");
    expect(manifest.icons.map(({ src }) => page.files[src]?.type)).toEqual([
      "image/svg+xml",
      "image/png",
      "image/png",
      "image/png",
    ]);
  });
});
