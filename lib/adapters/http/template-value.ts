const BREAKS = /[\n\r\t\v\f\u0085\u2028\u2029]+/g;
const WIDE_GAP = / {5,}/g;

/**
 * WhatsApp refuses the whole message for line breaks, tabs or more than four spaces in a row.
 * Breaks first: the spaces around one may be too many together.
 */
export const templateValue = (value: string) => value.replace(BREAKS, " ").replace(WIDE_GAP, " ");
