// What a user types as a place becomes the place that was meant, and nothing that ssh or a shell would take otherwise.

import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deliveryTarget } from '../../../src/promotion/delivery/delivery-target.ts';
import { refusalOf } from '../support/sample-release.ts';

describe('deliveryTarget', () => {
  it.each([
    ['ssh://ana@pc.example:2222/srv/qt', 'ana@pc.example', 2222, '/srv/qt'],
    ['ssh://pc/home/ana/qt', 'pc', undefined, '/home/ana/qt'],
    ['ana@pc:/srv/qt', 'ana@pc', undefined, '/srv/qt'],
    ['ana@10.0.0.7:quantumtrader', 'ana@10.0.0.7', undefined, 'quantumtrader'],
    ['pc:~/qt', 'pc', undefined, '~/qt'],
    ['ana@pc:C:\\qt', 'ana@pc', undefined, 'C:\\qt'],
  ])('%s is through ssh', (text, destination, port, path) => {
    expect(deliveryTarget(text)).toEqual({ kind: 'ssh', destination, port, path });
  });

  it.each(['/media/stick/qt', 'stick', './a b', 'C:\\qt', 'D:/qt'])('%s is a folder', (text) => {
    expect(deliveryTarget(text)).toEqual({ kind: 'folder', path: resolve(text) });
  });

  it.each([
    'https://pc.example:8443',
    'https://pc.example',
    'http://127.0.0.1:80',
    'http://localhost:8080',
    'http://[::1]:81',
  ])('%s is an address', (text) => expect(deliveryTarget(text)).toMatchObject({ kind: 'http', url: new URL(text) }));

  it.each([
    '',
    ' ',
    'ssh://-oProxyCommand=evil/x',
    'ssh://ana@-evil/x',
    'ana@pc:/srv/$(evil)',
    'ana@pc:/srv/a b',
    'ana@pc:/srv/a;evil',
    'ana@pc:-rf',
    'ana@pc:`x`',
    'ssh://pc:99999/x',
    'ftp://pc/x',
    'file:///x',
    'http://pc.example:80',
    'https://pc.example/other',
    'https://pc.example?x=1',
    'https://',
    'https://ana:geheim@pc.example',
  ])('%j is refused, and shows no password', (text) => {
    const error = refusalOf(() => deliveryTarget(text));
    expect(error.code).toBe('delivery-target');
    expect(error.message).not.toContain('geheim');
  });

  it('a host that begins with - is never a host', () => {
    expect(deliveryTarget('-oProxyCommand=x:y')).toMatchObject({ kind: 'folder' });
  });
});
