import * as z from "zod/mini";

const MAX_TEXT = 4_096;
const MAX_QUESTIONS = 1_000;

const words = z.string().check(
  z.refine((text) => text.trim() !== "", "is empty"),
  z.maxLength(MAX_TEXT, `may have at most ${MAX_TEXT} characters`),
);

function regexProblem(source: string): string | undefined {
  try {
    new RegExp(source, "u");
    return undefined;
  } catch {
    return "is no regular expression";
  }
}

const regex = words.check(
  z.superRefine((source, { addIssue }) => {
    const message = regexProblem(source);
    if (message) addIssue({ code: "custom", message });
  }),
);

const caseSensitive = z._default(z.boolean(), false);
const matcher = z.union(
  [
    z.pipe(
      words,
      z.transform((text) => ({ text, caseSensitive: false })),
    ),
    z.strictObject({ text: words, caseSensitive }),
    z.strictObject({ regex, caseSensitive }),
  ],
  "use a text, { text: … } or { regex: … } (with caseSensitive: true, if case matters); is the expression valid?",
);
/** One, or a list of them. */
const matchers = z.union(
  [
    z.array(matcher),
    z.pipe(
      matcher,
      z.transform((one) => [one]),
    ),
  ],
  "use a text, { text: … } or { regex: … }, or a list of these; is each expression valid?",
);

const host = z
  .string()
  .check(
    z.regex(
      /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/,
      'use a host in lower case, such as "shop.example.com" or "*.example.com"',
    ),
  );

/** What an answer must be. Each may stand in `defaults` and at a question. */
const checks = {
  withinSeconds: z.optional(
    z.number().check(z.positive("use more than 0"), z.maximum(600, "use at most 600")),
  ),
  oneMessage: z.optional(z.boolean()),
  language: z.optional(z.string().check(z.regex(/^[a-z]{2}$/, 'use two letters, such as "de" (ISO 639-1)'))),
  contains: z.optional(matchers),
  excludes: z.optional(matchers),
  links: z.optional(z.array(host)),
  personPromise: z.optional(z.enum(["fail", "allow"])),
  handoff: z.optional(z.boolean()),
};

/** Who writes to which number. */
const chat = {
  number: z.optional(words),
  country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, 'use two capital letters, such as "DE"'))),
};

const followUp = z.strictObject({ ask: words, ...checks });
const question = z.strictObject({ ask: words, ...checks, ...chat, followUps: z.optional(z.array(followUp)) });

export const questionsFile = z.strictObject({
  defaults: z.optional(z.strictObject({ ...checks, ...chat })),
  questions: z
    .array(question)
    .check(
      z.minLength(1, "write at least one question"),
      z.maxLength(MAX_QUESTIONS, `use at most ${MAX_QUESTIONS}`),
    ),
});

export type QuestionsFile = z.output<typeof questionsFile>;
export type Matcher = z.output<typeof matcher>;
type GivenChecks = z.output<typeof followUp>;
export type Checks = Omit<GivenChecks, "ask">;
