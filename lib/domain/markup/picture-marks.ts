/** Around the link of a picture, until the files are taken out. No character of any text. */
const [START, END] = ["\ufdd0", "\ufdd1"];
const MARKS = /[\ufdd0\ufdd1]/g;
const MARKED = /\ufdd0([^\ufdd0\ufdd1]*)\ufdd1/g;

/** Written as a picture, in an answer that is not read as Markdown. */
const PICTURE = /!\[([^\]\n]{0,500})\]\(([^\s()]{1,1000})\)/g;

export const marked = (link: string) => `${START}${link}${END}`;
export const withoutMarks = (text: string) => text.replace(MARKS, "");
export const findMarked = (text: string) =>
  Array.from(text.matchAll(MARKED), ({ index, 0: whole, 1: link = "" }) => ({
    start: index,
    end: index + whole.length,
    link,
  }));

export const withMarkedPictures = (text: string, isFile: (link: string) => boolean) =>
  text.replace(PICTURE, (whole, label: string, link: string) =>
    isFile(link) ? `${label}${label === "" ? "" : ": "}${marked(link)}` : whole,
  );
