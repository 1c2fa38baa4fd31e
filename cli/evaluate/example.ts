/** Passes with the built-in lamp shop, except for the last question, which shows a failed check. */
export const EXAMPLE = `# What customers will ask, and what a good answer is.
#   npm run wa -- evaluate questions.yaml --html report.html
#
# Each check may stand under "defaults", for all questions, or at one question. "contains" and "excludes"
# add to the defaults, every other check replaces its default.
defaults:
  withinSeconds: 20 # from the customer's message to the first message of the answer
  oneMessage: true # each message costs
  language: en # ISO 639-1; short answers are "undecided", which is not a failure
  links: [lumen.example] # hosts that the answer may link to; [] = no link; "*.example.com" = every subdomain
  excludes: # in any case
    - as an AI language model
  # personPromise: allow  # default "fail": the answer says that a colleague will call, and nobody was told
  # number: support       # to which number of the settings (default: the first)
  # country: DE           # the customer's; the system's own texts follow it (default: by language, else US)

questions:
  - ask: Do you ship to Canada?
    contains:
      - CA$12 # a text, in any case
      - regex: \\b\\d+–\\d+ days\\b # or a regular expression
    followUps: # in the same conversation
      - ask: What did I just ask?
        contains: your question before

  - ask: Can I return a lamp?
    contains:
      - text: 30 days
        caseSensitive: true
    oneMessage: true

  - ask: I want to talk to a human please
    handoff: true # a person must get this chat; false: must not

  - ask: Do you sell candles?
    contains: candles
`;
