/** Not a space that stands alone: nearly all do, and to replace each by itself takes most of the time. */
const OTHER_SPACES = / \s+|[^\S ]\s*/g;

export const singleLine = (text: string, maxLength = 1_000) => {
  const line = text.replaceAll(OTHER_SPACES, " ").trim();
  return line.length > maxLength ? `${line.slice(0, maxLength).toWellFormed()}…` : line;
};
