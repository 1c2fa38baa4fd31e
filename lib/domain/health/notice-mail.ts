import type { NoticeText } from "./notice.ts";
import { DOCTOR_LINE, forStage, type MailStage, stageName } from "./stage-words.ts";

/** `number`: its name in the settings, when it is known. */
export type NamedNotice = NoticeText & { number?: string };

export function noticeLines({ number, what, todo }: NamedNotice): string[] {
  return [
    `- ${number ? `Number "${number}": ` : ""}${what}`,
    ...(todo ? [`  What to do: ${todo}`] : ["  Nothing needs to be done."]),
  ];
}

/** Subjects are short. */
const firstClause = (what: string) => /^[^:.]*/.exec(what)?.[0] ?? what;

/** Without anything personal. `isLast`: there is no room for more mails in this hour. */
export function noticeMail(details: {
  stage: MailStage;
  /** Who reports, for instance "Meta". */
  from: string;
  notices: readonly NamedNotice[];
  isLast: boolean;
}): { subject: string; text: string } {
  const { stage, from, notices, isLast } = details;
  const worst = (["problem", "warning"] as const).find((weight) =>
    notices.some((notice) => notice.weight === weight),
  );
  const [first] = notices;
  const about = notices.length === 1 && first ? firstClause(first.what) : `${notices.length} notices`;
  return {
    subject: `WhatsApp (${stageName(stage)}), ${worst ?? "news"} reported by ${from}: ${about}`,
    text: forStage(
      stage,
      [
        `${from} reports this about the WhatsApp numbers of stage "${stageName(stage)}":`,
        "",
        ...notices.flatMap(noticeLines),
        "",
        "To look closer:",
        DOCTOR_LINE,
        ...(isLast
          ? ["", "Only further problems are mailed in this hour: other notices come with the daily check."]
          : []),
      ].join("\n"),
    ),
  };
}
