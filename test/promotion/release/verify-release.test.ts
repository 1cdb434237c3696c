// A release that is whole verifies; one that differs in any byte, file, name or key is refused with the reason.

import { generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintOf, openSigningKey, readTrustedKeys } from '../../../src/promotion/release/keys.ts';
import { parseReleaseManifest } from '../../../src/promotion/release/release-manifest.ts';
import { signatureText } from '../../../src/promotion/release/signature.ts';
import { verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import type { BuiltRelease } from '../../../src/promotion/release-builder.ts';
import { overwrite, refusalOf, sampleFiles, sha256, TempHome } from '../support/sample-release.ts';

let temp: TempHome;
let built: BuiltRelease;
beforeEach(() => {
  temp = new TempHome();
  built = temp.build();
});
afterEach(() => temp.remove());

const at = (path: string): string => join(built.dir, path);
const codeOf = (dir = built.dir): string => refusalOf(() => verifyRelease(dir, [temp.key])).code;

/** Writes another manifest, signs it and gives the folder its name: what only the holder of the key can do. */
function resigned(text: string): string {
  overwrite(at('release.json'), text);
  overwrite(at('release.sig'), signatureText(Buffer.from(text), temp.key));
  const dir = join(dirname(built.dir), sha256(text));
  renameSync(built.dir, dir);
  return dir;
}

function changedManifest(change: (manifest: Record<string, unknown>) => void): string {
  const manifest = JSON.parse(readFileSync(at('release.json'), 'utf8')) as Record<string, unknown>;
  change(manifest);
  return resigned(JSON.stringify(manifest));
}

describe('a whole release', () => {
  it('verifies with the key that signed it, and with the keys that its home trusts', () => {
    const verified = verifyRelease(built.dir, readTrustedKeys(temp.home), { strategy: 'sample', stage: 'live' });
    expect(verified).toEqual({
      id: built.id,
      dir: built.dir,
      manifest: built.manifest,
      signedBy: [temp.key.fingerprint],
      code: readFileSync(join(built.dir, 'code', 'strategy.mjs')),
    });
  });

  it('verifies as a copy in another folder', () => {
    const copy = join(temp.home, 'stick', built.id);
    cpSync(built.dir, copy, { recursive: true });
    expect(verifyRelease(copy, [temp.key]).id).toBe(built.id);
  });
});

describe('one flipped byte', () => {
  const files = ['release.json', 'release.sig', ...sampleFiles().keys()];

  it.each(files)('in %s is refused wherever it lies', (file) => {
    const bytes = readFileSync(at(file));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (position, mask) => {
        const flipped = Buffer.from(bytes);
        flipped[position]! ^= mask;
        overwrite(at(file), flipped);
        const expected: Readonly<Record<string, readonly string[]>> = {
          'release.json': ['release-wrong-name'],
          'release.sig': ['release-bad-signature', 'release-unknown-key'],
        };
        expect(expected[file] ?? ['release-hash-mismatch']).toContain(codeOf());
      }),
      {
        seed: 7,
        numRuns: 40,
        examples: [
          [0, 1],
          [bytes.length - 1, 1],
          [bytes.length - 1, 0x20],
        ],
      },
    );
  });

  it('in every single byte of the signature is refused', () => {
    const bytes = readFileSync(at('release.sig'));
    for (let position = 0; position < bytes.length; position++) {
      for (const mask of [1, 0x20, 0x80]) {
        const flipped = Buffer.from(bytes);
        flipped[position]! ^= mask;
        overwrite(at('release.sig'), flipped);
        expect(['release-bad-signature', 'release-unknown-key']).toContain(codeOf());
      }
    }
  });

  it('in every single byte of the manifest is refused, also when the folder is renamed to match', () => {
    const bytes = readFileSync(at('release.json'));
    let dir = built.dir;
    for (let position = 0; position < bytes.length; position += 13) {
      const flipped = Buffer.from(bytes);
      flipped[position]! ^= 1;
      overwrite(join(dir, 'release.json'), flipped);
      const renamed = join(dirname(dir), sha256(flipped));
      renameSync(dir, renamed);
      dir = renamed;
      expect(codeOf(dir)).toBe('release-bad-signature');
    }
  });
});

describe('other files than those listed', () => {
  it.each(['release.json', 'release.sig', ...sampleFiles().keys()])('%s missing is refused', (file) => {
    rmSync(at(file));
    expect(refusalOf(() => verifyRelease(built.dir, [temp.key]))).toMatchObject({
      code: 'release-missing-file',
      file: at(file),
    });
  });

  it.each(['extra.txt', '.hidden', 'code/strategy.mjs.map', 'models/sample/b.onnx', 'new/x.json'])(
    '%s more is refused',
    (file) => {
      mkdirSync(dirname(at(file)), { recursive: true });
      writeFileSync(at(file), '');
      expect(refusalOf(() => verifyRelease(built.dir, [temp.key]))).toMatchObject({
        code: 'release-extra-file',
        file: at(file),
      });
    },
  );

  it('an empty folder more is refused', () => {
    mkdirSync(at('models/empty'));
    expect(codeOf()).toBe('release-extra-file');
  });

  it('a byte more or less is refused', () => {
    const bytes = readFileSync(at('golden.json'));
    overwrite(at('golden.json'), Buffer.concat([bytes, Buffer.from('\n')]));
    expect(codeOf()).toBe('release-hash-mismatch');
    overwrite(at('golden.json'), bytes.subarray(1));
    expect(codeOf()).toBe('release-hash-mismatch');
  });

  it.skipIf(process.platform === 'win32')('a link in place of a file, a folder or the release is refused', () => {
    const elsewhere = join(temp.home, 'elsewhere');
    cpSync(built.dir, join(elsewhere, built.id), { recursive: true });
    for (const path of ['golden.json', 'models', 'release.json', 'release.sig']) {
      rmSync(at(path), { recursive: true, force: true });
      symlinkSync(join(elsewhere, built.id, path), at(path));
      expect(codeOf()).toBe('release-unsafe-path');
      rmSync(at(path));
      cpSync(join(elsewhere, built.id, path), at(path), { recursive: true });
    }
    rmSync(built.dir, { recursive: true, force: true });
    symlinkSync(join(elsewhere, built.id), built.dir);
    expect(codeOf()).toBe('release-unsafe-path');
  });

  it('a folder that is not there is refused', () => {
    expect(codeOf(join(temp.home, 'nothing'))).toBe('release-missing');
  });
});

describe('name and key', () => {
  it('a folder of another name is refused', () => {
    const renamed = join(dirname(built.dir), 'f'.repeat(64));
    renameSync(built.dir, renamed);
    expect(codeOf(renamed)).toBe('release-wrong-name');
  });

  it('a key that is not trusted is refused, and so is no key at all', () => {
    const stranger = new TempHome();
    try {
      const error = refusalOf(() => verifyRelease(built.dir, [stranger.key]));
      expect(error.code).toBe('release-unknown-key');
      expect(error.fix).toContain(`${temp.key.fingerprint}.pub.pem`);
      expect(refusalOf(() => verifyRelease(built.dir, [])).code).toBe('release-unknown-key');
    } finally {
      stranger.remove();
    }
  });

  it('a signature by another key under the name of the trusted one is refused', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const forged = sign(null, readFileSync(at('release.json')), privateKey).toString('hex');
    overwrite(at('release.sig'), `ed25519 ${temp.key.fingerprint} ${forged}\n`);
    expect(codeOf()).toBe('release-bad-signature');
  });

  it('a fingerprint is that of the public key', () => {
    expect(fingerprintOf(openSigningKey(temp.home).key.publicKey)).toBe(temp.key.fingerprint);
  });
});

describe('a signed manifest that breaks the rules', () => {
  const filesOf = (manifest: Record<string, unknown>) =>
    manifest.files as { path: string; size: number; sha256: string }[];
  const unsafe = [
    ...[
      '../outside.json',
      '/etc/passwd',
      'a/../../b',
      './golden.json',
      'models//x',
      'C:/x',
      'c:x',
      'a\\b',
      '..\\x',
      '',
    ],
    ...['nul', 'code/con.mjs', 'aux.json', 'x.', 'x ', 'a/b/c/d/e/f/g', '.env', `${'x'.repeat(201)}`, 'é.json', 'a\0b'],
  ];

  it.each(unsafe)('the path %j is refused', (path) => {
    const dir = changedManifest((manifest) => {
      filesOf(manifest)[0]!.path = path;
    });
    expect(codeOf(dir)).toBe('release-unsafe-path');
  });

  it('a path that names manifest or signature, stands twice or differs by case only is refused', () => {
    const text = readFileSync(at('release.json'), 'utf8');
    for (const path of [
      'release.json',
      'release.sig',
      'golden.json',
      'Golden.json',
      'golden.json/x',
      'CODE/strategy.mjs',
    ]) {
      const manifest = JSON.parse(text) as Record<string, unknown>;
      filesOf(manifest).push({ path, size: 0, sha256: sha256('') });
      filesOf(manifest).sort((a, b) => (a.path < b.path ? -1 : 1));
      expect(refusalOf(() => parseReleaseManifest(JSON.stringify(manifest), 'release.json')).code).toBe(
        'release-bad-manifest',
      );
    }
  });

  const broken: Readonly<Record<string, (manifest: Record<string, unknown>) => void>> = {
    'an unknown field': (manifest) => {
      manifest.extra = 1;
    },
    'another schema version': (manifest) => {
      manifest.schemaVersion = 2;
    },
    'a missing field': (manifest) => {
      manifest.limits = undefined;
    },
    'files out of order': (manifest) => {
      filesOf(manifest).reverse();
    },
    'no code': (manifest) => {
      manifest.files = filesOf(manifest).filter((file) => file.path !== 'code/strategy.mjs');
    },
    'no model files': (manifest) => {
      manifest.files = filesOf(manifest).filter((file) => !file.path.startsWith('models/'));
    },
    'another model than its files': (manifest) => {
      (manifest.model as Record<string, unknown>).manifestSha256 = sha256('other');
    },
    'a stronger provenance than its model': (manifest) => {
      (manifest.model as Record<string, unknown>).provenance = 'simulated';
    },
    'a dataset by absolute path': (manifest) => {
      manifest.datasets = [{ path: '/home/someone/x.parquet', sha256: sha256('') }];
    },
    'limits wider than any strategy may have': (manifest) => {
      (manifest.limits as Record<string, unknown>).riskPerTrade = 0.5;
    },
    'the name of the channels folder': (manifest) => {
      manifest.strategy = 'channels';
    },
  };
  it.each(Object.keys(broken))('%s is refused', (name) => {
    expect(codeOf(changedManifest(broken[name]!))).toBe('release-bad-manifest');
  });

  it.each(['simulated', 'synthetic'])('live on %s data is refused, demo is not', (provenance) => {
    const change = (manifest: Record<string, unknown>) => {
      manifest.provenance = provenance;
    };
    expect(codeOf(changedManifest(change))).toBe('provenance-not-live');
    const demo = temp.build(undefined, { stage: 'demo', provenance: 'synthetic' });
    expect(verifyRelease(demo.dir, [temp.key]).manifest.provenance).toBe('synthetic');
  });

  it('text that is no JSON is refused', () => {
    expect(codeOf(resigned('not json'))).toBe('release-bad-manifest');
  });
});

describe('what the caller expects', () => {
  it('a release of another strategy is refused', () => {
    expect(refusalOf(() => verifyRelease(built.dir, [temp.key], { strategy: 'other' })).code).toBe(
      'release-wrong-strategy',
    );
  });

  it('a release may run at its stage and at easier ones only', () => {
    const { dir } = temp.build(undefined, { stage: 'demo' });
    for (const stage of ['paper', 'demo'] as const) verifyRelease(dir, [temp.key], { stage });
    expect(refusalOf(() => verifyRelease(dir, [temp.key], { stage: 'live' })).code).toBe('release-wrong-stage');
  });
});
