/** Data only: settings, infra and every function can afford it. */
export interface ProviderProfile<Number> {
  readonly displayName: string;
  /** As the provider's webhooks name it. */
  addressOf(number: Number): string;
  /** What that is: `phone number id`. */
  readonly addressKind: string;
  /** Open to the internet. The webhook facet answers them. */
  readonly paths: Readonly<Record<`/webhooks/${string}`, readonly ("GET" | "POST")[]>>;
  /** The URL to register: its path, with what follows it, and for whom it is. */
  readonly callback: { readonly path: string; readonly description: string };
}
