/** The part of autocannon that is used here; it brings no types of its own. */
declare module "autocannon" {
  type Request = { method?: string; body?: string; headers?: Record<string, string> };
  type Result = {
    requests: { average: number };
    latency: { p50: number; p99: number };
    non2xx: number;
    errors: number;
  };
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    requests: readonly (Request & { setupRequest(request: Request): Request })[];
  }): Promise<Result>;
}
