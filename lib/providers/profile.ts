/** What everybody may know of a provider: data only, so that settings, infra and every function can afford it. */
export interface ProviderProfile<Number> {
  readonly displayName: string;
  /** The provider's name for a number, by which its webhooks name it. */
  addressOf(number: Number): string;
  /** Paths that the internet may call. The webhook facet answers them. */
  readonly paths: Readonly<Record<`/webhooks/${string}`, readonly ("GET" | "POST")[]>>;
  /** The URL to register: its path, with what follows it, and for whom it is. */
  readonly callback: { readonly path: string; readonly description: string };
}
