import type { Answer, ServiceRequest } from "./http/service.ts";
import type { Page } from "./page/page.ts";
import type { PageParts } from "./page/parts.ts";

const load = () => import("./page/page.ts");

/** The page loads on first use, and follows events from then on, or from `open` on. */
export function pageDoor(parts: () => PageParts) {
  let page: Promise<Page> | undefined;
  const open = () => {
    page ??= load().then(({ startPage }) => startPage(parts()));
    return page;
  };
  return {
    /** A failure is reported by `open`. */
    preload: (): void => void load().catch(() => undefined),
    open,
    /** `undefined`: not a page route. */
    local: (request: ServiceRequest) =>
      request.path === "/" || request.path.startsWith("/local/") ? answer(request) : undefined,
    /** `open` reports the failure. It must not block the rest of the stop. */
    stop: async (): Promise<void> => (await page?.catch(() => undefined))?.stop(),
  };

  async function answer(request: ServiceRequest): Promise<Answer> {
    return (await open()).handle(request);
  }
}
