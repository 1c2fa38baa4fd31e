/**
 * A namespace with characters other than letters, digits, dots, slashes and underscores needs quotes:
 * `ChatsbyWhatsapp/prod-eu` without them finds nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function metricSearch(
  namespace: string,
  name: string,
  dimensions: readonly string[],
  statistic: string,
  periodSeconds: number,
): string {
  const schema = [/^[\w./]+$/.test(namespace) ? namespace : `"${namespace}"`, ...dimensions].join(",");
  return `SEARCH('{${schema}} MetricName="${name}"', '${statistic}', ${periodSeconds})`;
}
