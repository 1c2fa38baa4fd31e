import { KEYWORDS } from "../../domain/consent/keywords/language-keywords.ts";
import { normalised } from "../../domain/consent/keywords/normalised.ts";
import { keywordDetector } from "../../domain/consent/keywords.ts";
import { PROFILES } from "../../providers/profiles.ts";
import { PROVIDER_SETTINGS } from "../../providers/settings.ts";
import { deploymentProblems, type Problem } from "./deployment-checks.ts";
import type { NumberSettings, Settings } from "./settings.ts";

export const crossProblems = (settings: Settings): Problem[] => [
  ...reengagementProblems(settings),
  ...followUpProblems(settings),
  ...keywordProblems(settings),
  ...draftProblems(settings),
  ...deploymentProblems(settings),
];

const draftProblems = ({ numbers, inbox }: Settings): Problem[] =>
  numbers.flatMap(({ rollout }, at) =>
    rollout?.drafts && !inbox.enabled
      ? [
          {
            path: ["numbers", at, "rollout", "drafts"],
            message: "drafts are tapped in the inbox: set inbox.enabled, too",
          },
        ]
      : [],
  );

type Template = NonNullable<Settings["reengagement"]>;
type Path = Problem["path"];

function reengagementProblems({ numbers, reengagement }: Settings): Problem[] {
  const general = reengagement && { template: reengagement, path: ["reengagement"] };
  return numbers.flatMap((number, at) => {
    const own = number.reengagement && {
      template: number.reengagement,
      path: ["numbers", at, "reengagement"],
    };
    const used = own ?? general;
    return used
      ? templateProblems(used.template, number, used.path, own ? "" : ", or give that number its own")
      : [];
  });
}

/** A template belongs to one provider's account and is named its way. */
function templateProblems(
  configured: Template,
  { name, provider }: NumberSettings,
  path: Path,
  otherwise: string,
): Problem[] {
  const where = `"${name}" is at ${PROFILES[provider].displayName}`;
  return PROVIDER_SETTINGS[provider]
    .templateFixes(configured)
    .map(({ key, fix }) => ({ path: [...path, key], message: `${where}: ${fix}${otherwise}` }));
}

function followUpProblems({ numbers, followUps, retention }: Settings): Problem[] {
  return followUps.flatMap(({ afterHours, template }, at) => {
    const path = ["followUps", at];
    const before = followUps[at - 1];
    return [
      ...(before && before.afterHours >= afterHours
        ? [
            {
              path: [...path, "afterHours"],
              message: "must be later than the follow-up before: list them in order of time",
            },
          ]
        : []),
      ...(afterHours > retention.days * 24
        ? [
            {
              path: [...path, "afterHours"],
              message: "is later than retention.days: the conversation is forgotten by then",
            },
          ]
        : []),
      ...(template
        ? numbers.flatMap((number) => templateProblems(template, number, [...path, "template"], ""))
        : []),
    ];
  });
}

const NONE = { stop: [], start: [], human: [], bot: [] };

function keywordProblems({ keywords }: Settings): Problem[] {
  const builtIn = keywordDetector(NONE);
  const seen = new Map<string, string>();
  return KEYWORDS.flatMap((word) =>
    keywords[word].flatMap((phrase, at) => {
      const path = ["keywords", word, at];
      const read = normalised(phrase);
      const elsewhere = seen.get(read);
      seen.set(read, elsewhere ?? word);
      if (!read) return [{ path, message: "needs letters or digits: signs and emoji do not count" }];
      if (elsewhere && elsewhere !== word) return [{ path, message: `stands in keywords.${elsewhere} too` }];
      if (word !== "stop" && builtIn({ kind: "text", text: phrase }) === "stop")
        return [{ path, message: "always means stop" }];
      return [];
    }),
  );
}
