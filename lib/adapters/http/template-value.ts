const BREAKS = /[\n\r\t\v\f\u0085\u2028\u2029]+/g;
const WIDE_GAP = / {5,}/g;

/**
 * A value as templates take it: WhatsApp refuses line breaks, tabs and more than four spaces in a row, and with them the whole message.
 * The breaks go first: the spaces on both sides of one may be too many together.
 */
export const templateValue = (value: string) => value.replace(BREAKS, " ").replace(WIDE_GAP, " ");
