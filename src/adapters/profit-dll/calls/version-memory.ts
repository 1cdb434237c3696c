// Which version byte each record is sent with: the configured or newest one, lower ones when the build refuses it, remembered.

import { UserError } from '../../user-error.ts';
import { nlValue } from '../nl-codes.ts';
import { VendorError } from '../vendor-error.ts';

/**
 * Newest and oldest version that may be tried. An order of version 0 has other numbers for type and side: a limit order would be read as
 * something else, so that it is never sent. Zeroing of version 0 cannot say which position is meant.
 */
const VERSIONS = {
  TConnectorSendOrder: { newest: 2, oldest: 1 },
  TConnectorChangeOrder: { newest: 1, oldest: 0 },
  TConnectorCancelOrder: { newest: 1, oldest: 0 },
  TConnectorZeroPosition: { newest: 2, oldest: 1 },
  TConnectorTradingAccountPosition: { newest: 2, oldest: 0 },
  /** Both TConnectorOrder of enumerations and TConnectorOrderOut. */
  TConnectorOrder: { newest: 1, oldest: 0 },
  TConnectorTradingAccountOut: { newest: 1, oldest: 0 },
} as const;

export type VersionedRecord = keyof typeof VERSIONS;
/** Version to begin with, by the vendor's name of the record; the newest where nothing is said. */
export type VersionBytes = Readonly<Record<string, number>>;

const REFUSED = BigInt(nlValue('NL_VERSION_NOT_SUPPORTED'));

export class VersionMemory {
  readonly #current = new Map<VersionedRecord, number>();

  /** @throws UserError for a record that has one version only, and a version that must not be used. */
  constructor(configured: VersionBytes = {}) {
    for (const record of Object.keys(configured)) if (!(record in VERSIONS)) throw unknownRecord(record);
    for (const record of Object.keys(VERSIONS) as VersionedRecord[]) {
      const { newest, oldest } = VERSIONS[record];
      const version = configured[record] ?? newest;
      if (!Number.isInteger(version) || version < oldest || version > newest) throw badVersion(record, version);
      this.#current.set(record, version);
    }
  }

  /** The version that is tried next, or was accepted. */
  current(record: VersionedRecord): number {
    return this.#current.get(record)!;
  }

  /** Of every record, as they stand now. */
  get all(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#current);
  }

  /**
   * Makes the call with the current version and, as long as the build refuses it, with the one below. A refused version was not acted
   * upon, so that nothing is sent twice.
   */
  async attempt<T extends { readonly answer: bigint }>(
    record: VersionedRecord,
    call: string,
    make: (version: number) => Promise<T>,
  ): Promise<T> {
    for (let version = this.current(record); ; version -= 1) {
      const made = await make(version);
      if (made.answer !== REFUSED) {
        // what was accepted by one call is what the build knows; an older call that ends late cannot raise it again
        this.#current.set(record, Math.min(version, this.current(record)));
        return made;
      }
      if (version === VERSIONS[record].oldest) throw new VendorError(call, made.answer);
    }
  }
}

function unknownRecord(record: string): UserError {
  return new UserError({
    code: 'bad-version-byte',
    message: `${record} is no record whose version can be chosen`,
    field: `versionBytes.${record}`,
    fix: `Remove it; these have several: ${Object.keys(VERSIONS).join(', ')}`,
  });
}

function badVersion(record: VersionedRecord, version: number): UserError {
  const { newest, oldest } = VERSIONS[record];
  return new UserError({
    code: 'bad-version-byte',
    message: `Version ${version} of ${record} cannot be used`,
    field: `versionBytes.${record}`,
    fix: `Use ${oldest} to ${newest}, or leave it out`,
  });
}
