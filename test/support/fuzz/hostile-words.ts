// Words that stand where they should not: numbers, dates and times as files, people and programs write them wrongly. One byte a character.

const list = (words: string): readonly string[] => words.split('|');

export const MARKS: readonly string[] = [...',;.:|\t"\'-+ eE/_#%()[]{}\\=<>*$@'];

/** Control characters, no-break space, digits of other scripts, a zero-width space, an order to write from right to left, halves of characters. */
export const STRANGE: readonly string[] = list(
  '\xa0|\xad|\x07|\x1b[31m|\x7f|\x85|\xff|\x80|\xc3|\xc3\xa9|\x01|\x0b|\x0c|\xbd|\r|\r\r|' +
    '\xef\xbc\x95|\xd9\xa3|\xe2\x80\x8b|\xe2\x80\xae|\xef\xbb\xbf|\xe2\x88\x92|\xf0\x9f\x92\xa9|\xed\xa0\x80',
);

export const NUMBERS: readonly string[] = [
  ...list(
    '0|1|-1|-0|+5|007|.5|5.|,5|5,|.|,|-|+|--5|-+5|1e3|1E3|1e|e5|1e+3|1e-3|1e400|1e-400|1e5 |1e5\t|1e5\xa0|1.e5|0e5',
  ),
  ...list(
    '1.5e1|1,5e1|1.2e3.4|0x10|1_000|NaN|nan|Infinity|-Infinity|inf|null|undefined|true|None|N/A|#N/A|12abc|1 000',
  ),
  ...list('1.000|1,000|1.000,5|1,000.5|1.00|12.34.56|1.000.000|0.123|012.345|2147483647|2147483648|4294967328'),
  ...list('9007199254740991|9007199254740992|9007199254740993|18446744073709551616|9223372036854775807|2.5|56.5|1e308'),
  ...list('5421.50000000000000001|2.0000000000000001|1.9999999999999999999|0.00000000000000000000001|1e-322|5%|$5|(5)'),
  ...list('99999999999999999999999999999999|100000000000000000000000.5|\xd9\xa3'),
];

export const DATES: readonly string[] = [
  ...list(
    '2026-02-31|2026-02-29|2024-02-29|2026-13-01|2026-00-10|2026-01-00|2026-1-5|2026/01/05|2026.01.05|31/02/2026',
  ),
  ...list('05/08/2025|5/8/2025|00/01/2026|31.12.2025|20260231|20260105|0000-00-00|9999-12-31|2007-12-31|2008-01-01'),
  ...list(
    '2098-12-31|2099-01-01|2026-01-05T00:00:00|-2026-01-05|2026-01_05|2026-01/05|2018-11-04|2025-03-09|2025-11-02',
  ),
];

export const TIMES: readonly string[] = [
  ...list(
    '24:00:00|23:60:00|23:59:60|23:59:59|00:00:00|9:00:00|09:00|09:0|09:00:0|09:00:00.|09-00-00|09:00:00.1|02:30:00',
  ),
  ...list(
    '09:00:00.1234567|09:00:00.123456|09:00:00,123|09:00:00:123|-1:00:00|09:00:00 | 09:00:00|240000000|236000000',
  ),
  ...list('235959999|000000000|00000000|00100000|9000000|90000004|86400|86399.999999|00:30:00'),
];
