/** Something that a person should see to. */
export interface Finding {
  readonly code: string;
  readonly about: string;
  readonly message: string;
  readonly todo: string;
}
