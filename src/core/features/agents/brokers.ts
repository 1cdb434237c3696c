// Nothing in; B3's broker codes with the kind of client they mostly serve, as a table to be edited, and a checksum of such a table, out.

export type BrokerGroup = 'retail' | 'bank' | 'other';

export interface Broker {
  /** As the exchange prints it with each trade. */
  readonly code: number;
  readonly name: string;
  readonly group: BrokerGroup;
}

/**
 * An assumption, not a fact of the exchange: a short list of well-known codes, grouped by the clients that a broker is known for. Codes
 * and clients change with mergers. Features that use groups take another list in its place; a code that is not listed is in no group.
 */
export const b3Brokers: readonly Broker[] = [
  { code: 3, name: 'XP', group: 'retail' },
  { code: 8, name: 'UBS', group: 'bank' },
  { code: 16, name: 'JP Morgan', group: 'bank' },
  { code: 27, name: 'Santander', group: 'bank' },
  { code: 40, name: 'Morgan Stanley', group: 'bank' },
  { code: 45, name: 'Credit Suisse', group: 'bank' },
  { code: 72, name: 'Bradesco', group: 'bank' },
  { code: 85, name: 'BTG Pactual', group: 'bank' },
  { code: 90, name: 'Nu Invest (Easynvest)', group: 'retail' },
  { code: 93, name: 'Nova Futura', group: 'retail' },
  { code: 114, name: 'Itaú', group: 'bank' },
  { code: 120, name: 'Genial', group: 'retail' },
  { code: 127, name: 'Tullett Prebon', group: 'other' },
  { code: 147, name: 'Ativa', group: 'retail' },
  { code: 238, name: 'Goldman Sachs', group: 'bank' },
  { code: 262, name: 'Mirae', group: 'retail' },
  { code: 308, name: 'Clear', group: 'retail' },
  { code: 386, name: 'Rico', group: 'retail' },
  { code: 735, name: 'ICAP', group: 'other' },
  { code: 1099, name: 'Inter', group: 'retail' },
  { code: 1618, name: 'Ideal', group: 'other' },
  { code: 1982, name: 'Modal', group: 'retail' },
  { code: 3701, name: 'Órama', group: 'retail' },
  { code: 4090, name: 'Toro', group: 'retail' },
];

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * 32 bits over codes and groups in order of the code (FNV-1a); names and the order of the list do not matter. RangeError for a code that
 * is no whole number from 1, or stands twice.
 */
export function brokersChecksum(brokers: readonly Broker[]): number {
  const sorted = [...brokers].sort((a, b) => a.code - b.code);
  let checksum = FNV_OFFSET;
  sorted.forEach(({ code, name, group }, at) => {
    if (!(Number.isInteger(code) && code >= 1 && code < 2 ** 31)) {
      throw new RangeError(`the code of broker ${name} must be a whole number from 1, not ${code}`);
    }
    if (sorted[at + 1]?.code === code) throw new RangeError(`broker code ${code} stands twice in the list`);
    for (const character of `${code}:${group};`) {
      checksum = Math.imul(checksum ^ character.charCodeAt(0), FNV_PRIME);
    }
  });
  return checksum >>> 0;
}
