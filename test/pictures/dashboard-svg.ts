type Widget = {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title?: string; markdown?: string };
};

const [COLUMN, ROW, GAP] = [42, 22, 3];
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Widgets where CloudWatch puts them. `body`: of the template, without references. */
export function dashboardSvg(body: string): string {
  const { widgets }: { widgets: Widget[] } = JSON.parse(body);
  const height = Math.max(...widgets.map(({ y, height: tall }) => y + tall)) * ROW + GAP;
  const shapes = widgets.map(({ type, x, y, width, height: tall, properties }) => {
    const [left, top, wide, high] = [
      x * COLUMN + GAP,
      y * ROW + GAP,
      width * COLUMN - 2 * GAP,
      tall * ROW - 2 * GAP,
    ];
    const title = escaped((properties.title ?? properties.markdown ?? "").replace(/^#+ */, ""));
    if (type === "text")
      return `<text x="${left + 4}" y="${top + 15}" font-size="15" font-weight="bold" fill="#16191f">${title}</text>`;
    const line = `<polyline points="${[0.1, 0.3, 0.5, 0.7, 0.9].map((at, index) => `${(left + wide * at).toFixed(0)},${(top + high * (index % 2 ? 0.6 : 0.75)).toFixed(0)}`).join(" ")}" fill="none" stroke="#b6bec9" stroke-width="2"/>`;
    return `<rect x="${left}" y="${top}" width="${wide}" height="${high}" rx="6" fill="#fff" stroke="#d5dbdb"/><text x="${left + 10}" y="${top + 20}" font-size="13" fill="#16191f">${title}</text>${type === "metric" ? line : ""}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * COLUMN} ${height}" width="${24 * COLUMN}" height="${height}" role="img" aria-label="Layout of the dashboard" font-family="system-ui,sans-serif">
<rect width="100%" height="100%" fill="#f2f3f3"/>
${shapes.join("\n")}
</svg>
`;
}
