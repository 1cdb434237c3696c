// Round trips of every record: each field with a value of its own, long names, texts beyond the basic plane, and extreme integers.
import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { LAYOUTS, type Layout, type LayoutName } from '../../../../src/adapters/profit-dll/abi/layouts.ts';
import { type RecordInput, readRecord, VendorRecord } from '../../../../src/adapters/profit-dll/abi/record.ts';
import { encodeText, textAt, textIn } from '../../../../src/adapters/profit-dll/abi/text.ts';

let next = 1;

/** Values that no other field has, so that two that overlap are found out. */
function distinct(layout: Layout): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, { type }] of Object.entries(layout.fields)) {
    next += 1;
    if (type === 'u8') values[name] = next % 256;
    else if (type === 'u16') values[name] = 1000 + next;
    else if (type === 'u32') values[name] = 0xf000_0000 + next;
    else if (type === 'i32') values[name] = name.endsWith('Length') ? 6 : -next;
    else if (type === 'i64') values[name] = -(2n ** 62n) - BigInt(next);
    else if (type === 'f64') values[name] = next + 0.5;
    else if (type === 'text' || type === 'text100') values[name] = `nº${String(next).padStart(4, '0')}`;
    else values[name] = distinct(LAYOUTS[type]);
  }
  return values;
}

describe('a record of the vendor', () => {
  for (const name of Object.keys(LAYOUTS) as LayoutName[]) {
    it(`keeps every field of ${name}`, () => {
      const values = distinct(LAYOUTS[name]);
      const record = new VendorRecord(name, values as RecordInput<typeof name>);
      expect(record.bytes.length).toBe(LAYOUTS[name].size);
      expect(record.read()).toEqual(values);
    });
  }

  it('is zero where nothing was said, and texts are empty', () => {
    const { account, price, messageId, password } = new VendorRecord('TConnectorSendOrder').read();
    expect({ price, messageId, password }).toEqual({ price: 0, messageId: 0n, password: '' });
    expect(account.accountId).toBe('');
  });

  it('reads bytes of the vendor as unsigned, so that 200 is not −56', () => {
    const position = new VendorRecord('TConnectorTradingAccountPosition', { openSide: 200 });
    expect(position.read().openSide).toBe(200);
  });

  it('keeps account names of the full length, and more than the record could hold in place', () => {
    const long = '9'.repeat(99);
    const out = new VendorRecord('TConnectorAccountIdentifierOut', { accountId: long, accountIdLength: 99 });
    expect(out.read().accountId).toBe(long);
    const holder = 'Ação e Reação Participações '.repeat(200).trim();
    expect(new VendorRecord('TAccountRec', { holder }).read().holder).toBe(holder);
  });

  it('is read at an offset of an array', () => {
    const size = LAYOUTS.TConnectorAccountIdentifierOut.size;
    const array = Buffer.alloc(size * 2);
    const second = new VendorRecord('TConnectorAccountIdentifierOut', {
      ...{ brokerId: 32003, accountId: 'SIM-2', accountIdLength: 5 },
    });
    second.bytes.copy(array, size);
    expect(readRecord('TConnectorAccountIdentifierOut', array, size)).toMatchObject({
      ...{ brokerId: 32003, accountId: 'SIM-2', subAccountId: '' },
    });
  });

  it('offers room for the texts of a second call', () => {
    const record = new VendorRecord('TConnectorTradingAccountOut');
    record.reserveText(40, 7);
    const pointer = record.bytes.readBigUInt64LE(40);
    koffi.encode(
      pointer,
      koffi.array('uint16_t', 7),
      [...'Corre\u00e7a'].map((letter) => letter.charCodeAt(0)).concat(32),
    );
    expect(record.read().brokerName).toBe('Correça');
  });
});

describe('a text of the vendor', () => {
  it.each(['', 'WDOV26', 'São João — ação', 'surrogates 😀🚀', 'x'.repeat(5000)])(
    'survives the way out and in: %.20s',
    (text) => {
      const buffer = encodeText(text);
      expect(buffer.length).toBe((text.length + 1) * 2);
      expect(textAt(koffi.address(buffer))).toBe(text);
      expect(textIn(buffer, 0, text.length)).toBe(text);
    },
  );

  it('is empty at a null pointer', () => {
    expect(textAt(null)).toBe('');
    expect(textAt(0n)).toBe('');
  });

  it('ends at its terminator or its length, whichever comes first, without the padding of the vendor', () => {
    const buffer = Buffer.from('WDO  \0rest', 'utf16le');
    expect(textIn(buffer, 0, 10)).toBe('WDO');
    expect(textIn(buffer, 0, 2)).toBe('WD');
    expect(textIn(buffer, 0, 1_000_000)).toBe('WDO');
    expect(textIn(buffer, 0, -5)).toBe('');
  });

  it('that holds a terminator is refused, and is not shown, since it may be a password', () => {
    expect(() => encodeText('secret\0tail')).toThrow(/NUL/);
    expect(() => encodeText('secret\0tail')).not.toThrow(/secret/);
  });
});
