// What is known of the names of earlier cells while another is compiled.

/** How a name that earlier cells use may be used. */
export interface KnownName {
  /** It has a value; otherwise a function of an earlier cell only refers to it. */
  readonly isSet: boolean;
  readonly isConst: boolean;
  /** A function of some cell refers to it: what one cell assigns must be seen there at once. */
  readonly isShared: boolean;
  /** A function of some cell assigns it: it may change while another cell runs. */
  readonly isVolatile: boolean;
}

export type KnownNames = ReadonlyMap<string, KnownName>;
