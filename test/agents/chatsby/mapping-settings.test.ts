import { describe, expect, it } from "@jest/globals";
import { completeSettings } from "../../../lib/config/settings/complete-settings.ts";
import { ConfigurationError } from "../../../lib/config/settings/problems.ts";
import { DEMO_SETTINGS } from "../../../local/demo.ts";

const MAPPING = {
  path: "/v1/agents/{agentId}/ask",
  body: { q: "{text}", thread: "{session}" },
  reply: "/data/answer",
};

function problemsOf(dialect: unknown): readonly string[] {
  try {
    completeSettings({ ...DEMO_SETTINGS, chatsby: { dialect } }, "the settings");
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

const problemsWith = (change: object) => problemsOf({ ...MAPPING, ...change });

describe("a mapping in the settings", () => {
  it.each<[string, object]>([
    ["as the documentation shows it", MAPPING],
    [
      "with all that it can have",
      {
        path: "/ask/{session}/of/{agentId}?version=2",
        body: [
          { deep: ["Q: {text}", 1, true, null, { conversation: "{thread}" }] },
          "{curly",
          "{ text }",
          "{}",
        ],
        reply: "/choices/0/message~1text",
        headers: { "X-Api-Key": "{apiKey}", "x-agent": "{agentId} {session}", accept: "application/json" },
        thread: { from: "/id" },
      },
    ],
    ["whose response is only a text", { ...MAPPING, reply: "" }],
  ])("is kept exactly %s", (_, dialect) => {
    const settings = completeSettings({ ...DEMO_SETTINGS, chatsby: { dialect } }, "the settings");
    expect(settings.chatsby.dialect).toEqual(dialect);
  });

  it("is one of three kinds", () => {
    for (const dialect of ["other", 5, null, []])
      expect(problemsOf(dialect)).toEqual([
        'chatsby.dialect: use "agent-path", "conversations", or a mapping with path, body and reply',
      ]);
  });

  it("lists all that is wrong at once, each by its path", () => {
    expect(
      problemsOf({
        path: "https://other.example/{text}",
        body: { q: "{question}", more: ["{thread}{session}"], "{text}": 1 },
        reply: "data.answer",
        headers: { host: "x", "a b": "y", "X-Api-Key": "chtb_live_1", "x-1": "a\nb", "X-1": "{text}" },
        thread: { from: "id", to: "/x" },
        method: "PUT",
      }),
    ).toEqual([
      'chatsby.dialect.path: begin with one "/": the host is that of chatsby.apiUrl',
      "chatsby.dialect.path: {text}: the question may stand in the body only; use {agentId}, {session}",
      "chatsby.dialect.body.q: {question}: no such placeholder; use {text}, {session}, {agentId}, {thread}",
      "chatsby.dialect.body.more[0]: {thread} needs a string of its own: the first question goes without it",
      "chatsby.dialect.body.{text}: placeholders are filled in values, not in names",
      "chatsby.dialect.body: {text} is missing: the question must stand somewhere",
      'chatsby.dialect.reply: is no JSON pointer: begin with "/", as in "/data/answer"',
      "chatsby.dialect.headers.host: is set already: leave it out",
      "chatsby.dialect.headers.a b: is no header name",
      "chatsby.dialect.headers.X-Api-Key: write {apiKey} for the credential: it comes from the secret, never from the settings",
      "chatsby.dialect.headers.x-1: use 1 to 1000 letters, digits and signs, without line breaks",
      "chatsby.dialect.headers.X-1: is there twice: capital letters make no difference",
      "chatsby.dialect.headers.X-1: {text}: the question may stand in the body only; use {apiKey}, {agentId}, {session}",
      'chatsby.dialect.thread.from: is no JSON pointer: begin with "/", as in "/data/answer"',
      "chatsby.dialect.thread.to: no such setting",
      "chatsby.dialect.method: no such setting",
    ]);
  });

  it("says what is missing or of another type", () => {
    expect(problemsOf({ headers: { accept: 5 }, body: "{text}" })).toEqual([
      "chatsby.dialect.path: missing, or not a string",
      "chatsby.dialect.body: write an object or a list",
      "chatsby.dialect.reply: missing, or not a string",
      "chatsby.dialect.headers.accept: missing, or not a string",
    ]);
  });

  it.each<[string, string]>([
    ["ask", 'begin with one "/"'],
    ["//other.example/ask", 'begin with one "/"'],
    ["/\\other.example/ask", 'begin with one "/"'],
    ["/ask#top", "no spaces, #"],
    ["/a b", "no spaces"],
    ["/\u00e4", "accents"],
    ["/a/../b", 'no "." and ".."'],
    ["/a/%2e%2E/b", 'no "." and ".."'],
    ["/ask?api_key=chtb_live_1", "credentials belong in a header"],
    ["/ask?key=1", "credentials belong in a header"],
    ["/ask/{apiKey}", "{apiKey}: the key may stand in headers only"],
    ["/ask/{thread}", "{thread}: it may stand in the body only"],
  ])("has no path such as %s", (path, problem) => {
    expect(problemsWith({ path })).toContainEqual(expect.stringContaining(problem));
    expect(problemsWith({ path }).every((each) => each.startsWith("chatsby.dialect.path: "))).toBe(true);
  });

  it.each<[string, object, string]>([
    [
      "the key in the body",
      { body: { q: "{text}", key: "{apiKey}" } },
      "body.key: {apiKey}: the key may stand in headers only",
    ],
    [
      "a thread that comes from nowhere",
      { body: { q: "{text}", id: "{thread}" } },
      "thread: missing: say where",
    ],
    ["a thread that goes nowhere", { thread: { from: "/id" } }, "body: {thread} is missing"],
    [
      "the question beside the thread",
      { body: { q: "{thread}: {text}" }, thread: { from: "/id" } },
      "body.q: {thread} needs a string of its own",
    ],
    [
      "a basic credential",
      { headers: { Authorization: "Basic YTpi" } },
      "headers.Authorization: write {apiKey}",
    ],
    ["a cookie", { headers: { cookie: "session=1" } }, "headers.cookie: write {apiKey}"],
    [
      "an encoding of its own",
      { headers: { "Content-Type": "text/plain" } },
      "headers.Content-Type: is set already",
    ],
    ["an index past the end", { reply: "/list/-" }, "reply: is no JSON pointer"],
    ["half an escape", { reply: "/a~2" }, "reply: is no JSON pointer"],
    [
      "a list that is too deep",
      { body: JSON.parse(`${"[".repeat(50)}"{text}"${"]".repeat(50)}`) },
      "body: use at most 20 levels",
    ],
    [
      "a body that is too long",
      { body: { q: "{text}", a: "x".repeat(30_000) } },
      "body: use at most 20000 characters",
    ],
  ])("is refused with %s", (_, change, problem) => {
    expect(problemsWith(change)).toEqual([expect.stringContaining(`chatsby.dialect.${problem}`)]);
  });

  it("quotes no value: it may be a credential", () => {
    const told = problemsOf({
      ...MAPPING,
      headers: { "x-api-key": "chtb_live_secret", "x-b": "chtb_live_secret\n" },
    });
    expect(told).toHaveLength(2);
    expect(told.join()).not.toContain("chtb_live");
  });
});
