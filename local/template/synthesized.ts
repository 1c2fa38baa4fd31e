/** What CDK makes of the stack in infra/ for the stage "local". */
export type SynthesizedStack = {
  name: string;
  template: {
    Resources: Readonly<Record<string, Resource>>;
    Outputs?: Readonly<Record<string, { Value: unknown }>>;
  };
  /** Folder in functions/ whose code it is, by the key under which a deployment would put it into S3. */
  code: Readonly<Record<string, string>>;
};

export type Resource = { Type: string; Properties?: Readonly<Record<string, unknown>>; Condition?: string };
