// What keeps files by the sha256 of their bytes, for several machines: a folder that they share, or a store that speaks S3.

export interface ObjectStore {
  /** For messages; no secret stands in it. */
  readonly label: string;
  has(sha256: string): Promise<boolean>;
  /** Puts the bytes there, whole or not at all; the same again changes nothing. */
  put(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The bytes as they came: whoever takes them proves them. UserError `object-missing` where there are none. */
  get(sha256: string): Promise<Uint8Array>;
}
