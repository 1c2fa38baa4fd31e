import type { Answer, ServiceRequest } from "./http/service.ts";
import type { Page } from "./page/page.ts";
import type { PageParts } from "./page/parts.ts";

const load = () => import("./page/page.ts");

/** The way to the page, which is loaded and follows what happens from when somebody first asks for it, or from `open` on. */
export function pageDoor(parts: () => PageParts) {
  let page: Promise<Page> | undefined;
  const open = () => {
    page ??= load().then(({ startPage }) => startPage(parts()));
    return page;
  };
  return {
    /** Loads it, so that `open` need not. A failure is told by `open`. */
    preload: (): void => void load().catch(() => undefined),
    open,
    /** What is asked of the page; `undefined`: it is something else. */
    local: (request: ServiceRequest) => (request.path === "/" || request.path.startsWith("/local/") ? answer(request) : undefined),
    /** What kept it from opening is told by `open`, and must not keep the rest from stopping. */
    stop: async (): Promise<void> => (await page?.catch(() => undefined))?.stop(),
  };

  async function answer(request: ServiceRequest): Promise<Answer> {
    return (await open()).handle(request);
  }
}
