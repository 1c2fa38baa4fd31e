const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** The port does not matter. Another name that leads here was set by somebody else (DNS rebinding). */
export const isLoopbackHost = (host: string | undefined): boolean =>
  host !== undefined && LOOPBACK.test(host);

export const WRONG_HOST =
  "This service is for this machine only: call it as localhost or 127.0.0.1, with its port.";
