import { CsvError, parse } from "csv-parse/sync";
import { parseContactPhone } from "../../lib/adapters/phone/phones.ts";
import { parseContactIdentifier } from "../../lib/domain/conversation/contact-identifier.ts";
import { phoneVariants } from "../../lib/domain/conversation/phone-variants.ts";
import { contactText } from "../contact.ts";
import { utf8 } from "../files.ts";

/** `line`: in the file, as an editor counts. */
export type Recipient = { line: number; contact: string; values: Readonly<Record<string, string>> };

export type Problem = { line: number; text: string };

export type Recipients = {
  recipients: readonly Recipient[];
  /** Left out because the same contact comes earlier. */
  repeated: readonly { line: number; first: number }[];
  problems: readonly Problem[];
};

const CONTACT_COLUMNS = ["contact", "phone"];

const wrong = (line: number, text: string): Recipients => ({
  recipients: [],
  repeated: [],
  problems: [{ line, text }],
});

/** Excel writes semicolons where numbers use the comma. */
function delimiterOf(text: string): string {
  const header = text.slice(0, /[\r\n]|$/.exec(text)?.index);
  const count = (char: string) => header.split(char).length - 1;
  return [",", ";", "\t"].reduce((best, char) => (count(char) > count(best) ? char : best));
}

type Row = { record: string[]; line: number };

function rowsOf(text: string): Row[] | Problem {
  const rows: Row[] = [];
  // The parser gives the line where a row ends.
  let begins = 1;
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      relax_column_count: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        rows.push({ record, line: begins });
        begins = lines + 1;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return {
      line: begins,
      text: "a quotation mark is never closed, or stands inside a value; put the whole value in quotation marks and double those within",
    };
  }
  return rows.filter(({ record }) => record.some((value) => value !== ""));
}

function headerProblems(names: readonly string[]): string[] {
  const contacts = names.filter((name) => CONTACT_COLUMNS.includes(name.toLowerCase()));
  return [
    ...(contacts.length === 0
      ? ['the first line must name the columns, one of them "contact" (or "phone")']
      : []),
    ...(contacts.length > 1 ? ['there are several columns "contact" or "phone": keep one'] : []),
    ...(names.includes("") ? ["a column has no name"] : []),
    ...[...new Set(names.filter((name, at) => name && names.indexOf(name) !== at))].map(
      (name) => `the column "${name}" stands there twice`,
    ),
  ];
}

function contactProblem(given: string): string {
  if (given === "") return "the contact is missing";
  if (/^\d(?:[.,]\d+)?E\+\d+$/i.test(given))
    return "a spreadsheet has shortened the phone number: format the column as text, and enter it again";
  if (/^[\d\s().-]+$/.test(given))
    return "put + and the country code before the phone number (in a spreadsheet: format the column as text first)";
  return "this is not a contact: use a phone number with + and country code, a user id, or a conversation id";
}

/**
 * Checks what does not depend on the template. A problem never quotes a value. `keepsRepeated`: also further
 * lines of a contact.
 */
export function readRecipients(
  file: Buffer,
  { keepsRepeated = false }: { keepsRepeated?: boolean } = {},
): Recipients {
  const text = utf8(file);
  if (text === undefined)
    return wrong(
      1,
      "the file is not UTF-8: save it as “CSV UTF-8”, or letters like é and ü would be garbled",
    );
  const rows = rowsOf(text);
  if ("text" in rows) return { recipients: [], repeated: [], problems: [rows] };
  const [header, ...body] = rows;
  if (!header) return wrong(1, "the file is empty");
  const names = header.record;
  const unfit = headerProblems(names);
  if (unfit.length > 0)
    return {
      recipients: [],
      repeated: [],
      problems: unfit.map((problem) => ({ line: header.line, text: problem })),
    };
  if (body.length === 0)
    return wrong(header.line, "there is nobody in the file: it holds only the names of the columns");
  return recipientsIn(names, body, keepsRepeated);
}

function recipientsIn(names: readonly string[], rows: readonly Row[], keepsRepeated: boolean): Recipients {
  const at = names.findIndex((name) => CONTACT_COLUMNS.includes(name.toLowerCase()));
  const seen = new Map<string, number>();
  const [recipients, repeated, problems]: [Recipient[], { line: number; first: number }[], Problem[]] = [
    [],
    [],
    [],
  ];
  for (const { record, line } of rows) {
    if (record.length !== names.length) {
      problems.push({
        line,
        text: `${record.length} values, but ${names.length} columns: put values that hold the separator in quotation marks`,
      });
      continue;
    }
    // Spreadsheets mark text with an apostrophe.
    const given = (record[at] ?? "").replace(/^'(?=\+)/, "");
    const contact = parseContactIdentifier(given, parseContactPhone);
    if (!contact) {
      problems.push({ line, text: contactProblem(given) });
      continue;
    }
    const text = contactText(contact);
    // Mexico, Argentina and Brazil have two spellings of the same phone number.
    const key = contact.kind === "phone" ? [...phoneVariants(contact.phone)].sort().join() : text;
    const first = seen.get(key);
    if (first === undefined || keepsRepeated) {
      seen.set(key, line);
      recipients.push({
        line,
        contact: text,
        values: Object.fromEntries(
          names.flatMap((name, column) => (column === at ? [] : [[name, record[column] ?? ""]])),
        ),
      });
    } else repeated.push({ line, first });
  }
  return { recipients, repeated, problems };
}
