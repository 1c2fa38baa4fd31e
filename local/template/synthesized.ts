export type SynthesizedStack = {
  name: string;
  template: {
    Resources: Readonly<Record<string, Resource>>;
    Outputs?: Readonly<Record<string, { Value: unknown }>>;
  };
  /** The folder in functions/, by the key of its code in S3. */
  code: Readonly<Record<string, string>>;
};

export type Resource = { Type: string; Properties?: Readonly<Record<string, unknown>>; Condition?: string };
