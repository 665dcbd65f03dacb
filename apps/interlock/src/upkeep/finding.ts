/** Something that a person should see to. */
export interface Finding {
  readonly code: string;
  readonly about: string;
  /** The process that says so of itself; unset for what was found in the folder. */
  readonly process?: string;
  readonly message: string;
  readonly todo: string;
}
