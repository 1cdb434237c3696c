import { describe, expect, it } from 'vitest';
import type { FileHead, ImportFormat, Recognition } from '../../../../src/adapters/datasets/importing/import-format.ts';
import { recogniseFile } from '../../../../src/adapters/datasets/importing/recognise-file.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { scratch, userErrorOf } from '../scratch.ts';

const TICKS = '<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>';
const TICK = '2020.04.02\t09:00:00.000\t5250.0\t5250.5\t\t';
const BARS = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>';
const BAR = '2020.04.02\t09:00:00\t5250.0\t5251.0\t5249.0\t5250.5\t10\t100\t5';
const CANDLES = 'Ativo;Data;Hora;Abertura;Máximo;Mínimo;Fechamento;Volume;Quantidade';
const CANDLE = 'WDOFUT;14/01/2022;18:29:00;5.553,500;5.555,500;5.553,000;5.553,500;64.209.120,00;1.156';
const DAILY = 'WDOFUT;14/01/2022;5.553,500;5.555,500;5.553,000;5.553,500;64.209.120,00;1.156';
const text = (...lines: readonly string[]): string => `${lines.join('\r\n')}\r\n`;
const commas = (content: string): string => content.replaceAll('\t', ',');

describe('a file', () => {
  it.each([
    ['mt5-ticks', text(TICKS, TICK)],
    ['mt5-ticks', text(`${TICKS}\t<FLAGS>`, `${TICK}\t6`)],
    ['mt5-ticks', commas(text(TICKS, TICK)).replaceAll(/[<>]/g, '')],
    ['mt5-ticks', Buffer.from(`\uFEFF${commas(text(TICKS, TICK))}`, 'utf16le')],
    ['mt5-ticks', text(TICKS)],
    ['mt5-bars', text(BARS, BAR)],
    ['mt5-bars', text(BARS.replace('\t<TIME>', ''), BAR.replace('\t09:00:00', ''))],
    ['mt5-bars', Buffer.from(`\uFEFF${commas(text(BARS, BAR))}`, 'utf16le')],
    ['profit-candles', Buffer.from(text(CANDLES, CANDLE), 'latin1')],
    ['profit-candles', text(CANDLES, CANDLE)],
    ['profit-candles', text(CANDLE)],
    ['profit-candles', text(CANDLES.replace(';Hora', ''), DAILY)],
    ['profit-candles', text(DAILY)],
    ['profit-candles', text('Ativo;Data;time;open;high;low;close;Volume;Quantidade', CANDLE)],
  ])('is recognised as %s by what stands in it', async (format, content) => {
    const { file } = scratch();
    const { best, all } = await recogniseFile(file('anything.txt', content));
    expect(best.format).toBe(format);
    expect(best.confidence).toBeGreaterThanOrEqual(0.8);
    expect(best.why).not.toBe('');
    expect(all[0]).toBe(best);
  });

  it('that nothing knows is refused with its first line and the formats there are', async () => {
    const { file } = scratch();
    const path = file('notes.txt', 'nothing that anybody exports\n');
    const error = await userErrorOf(recogniseFile(path));
    expect(error).toMatchObject({ code: 'format-unknown', file: path, line: 1 });
    expect(error.message).toContain('"nothing that anybody exports"');
    for (const format of ['mt5-ticks', 'profit-trades', 'mbo', 'csv']) expect(error.fix).toContain(format);
  });

  it('without a line is refused', async () => {
    const { file } = scratch();
    expect((await userErrorOf(recogniseFile(file('empty.txt', '')))).message).toContain('it has no text');
  });

  it('that only a mapping could explain is refused', async () => {
    const { file } = scratch();
    const error = await userErrorOf(recogniseFile(file('a.csv', 'when,what\n1,2\n')));
    expect(error).toMatchObject({ code: 'format-unknown' });
    expect(error.fix).toContain('--mapping');
  });

  it('that does not exist is missing', async () => {
    expect((await userErrorOf(recogniseFile('/nowhere/a.csv'))).code).toBe('file-missing');
  });
});

describe('two formats that both know a file', () => {
  const format = (id: string, recognition: Recognition | undefined): ImportFormat => ({
    id,
    title: id,
    namesInstruments: true,
    recognise: (_: FileHead) => recognition,
    importer: () => Promise.resolve(''),
  });

  it('make it unclear when they are about as sure, and their reasons are told', async () => {
    const { file } = scratch();
    const path = file('a.csv', 'x');
    const formats = [
      format('first', { confidence: 0.8, why: 'it has an x' }),
      format('second', { confidence: 0.85, why: 'it has nothing else' }),
      format('third', { confidence: 0.6, why: 'it is text' }),
      format('fourth', undefined),
    ];
    const error = await userErrorOf(recogniseFile(path, formats));
    expect(error).toMatchObject({ code: 'format-unclear', file: path });
    expect(error.message).toBe('a.csv may be second (it has nothing else) or first (it has an x)');
    expect(error.fix).toContain('qt import second a.csv');
  });

  it('leave it to the one that is clearly surer, with what it asks for', async () => {
    const { file } = scratch();
    const formats = [
      format('first', { confidence: 0.8, why: 'it has an x' }),
      format('second', { confidence: 0.95, why: 'it has nothing else', mapping: 'mine' }),
    ];
    const { best, all } = await recogniseFile(file('a.csv', 'x'), formats);
    expect(best).toEqual({ format: 'second', confidence: 0.95, why: 'it has nothing else', mapping: 'mine' });
    expect(all.map(({ format: id }) => id)).toEqual(['second', 'first']);
  });
});

describeWithRealData(
  'the real files',
  [
    'b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz',
    'b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz',
    'b3-wdo-m5-mt5-2018/WDO_M5_2018.csv.gz',
    'b3-wdo-m1-profit-202111/WDOFUT_M1_20211105_20220114.csv.gz',
    'b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz',
    'cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz',
    'binance-l2-20240808/usdm_btcusdt_20240808.jsonl.gz',
    'binance-l2-20240808/spot_btcusdt_20240809.jsonl.gz',
  ],
  (...paths) => {
    it('are recognised', async () => {
      const found: string[] = [];
      for (const path of paths) found.push((await recogniseFile(path)).best.format);
      expect(found).toEqual([
        'mt5-ticks',
        'mt5-bars',
        'mt5-bars',
        'profit-candles',
        'profit-candles',
        'mbo',
        'binance-book',
        'binance-book',
      ]);
    });
  },
);
