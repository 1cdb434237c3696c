// `node scripts/pinned.cjs scripts/build-native.ts [--prebuilt]`: the C sources of the feed in, its libraries for Linux and Windows out.
//
// Both go to native/build; `--prebuilt` also renews the Windows library that is committed, with its checksum.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  compileNative,
  compilerOf,
  LINUX_TARGET,
  WINDOWS_TARGET,
} from '../src/adapters/profit-dll/feed/compile-native.ts';
import { builtFolder, prebuiltFolder } from '../src/adapters/profit-dll/feed/native-library.ts';
import { writeChecksums } from './native/checksums.ts';

const root = join(import.meta.dirname, '..');

function build(): boolean {
  let isGood = true;
  for (const target of [LINUX_TARGET, WINDOWS_TARGET]) {
    const output = join(builtFolder(root, target.platform), target.fileName);
    if (compilerOf(target) === undefined) {
      console.log(`${target.platform}: left out, there is no ${target.compilers.join(' or ')}`);
      continue;
    }
    const answer = compileNative(root, target, output);
    if (answer.kind === 'failed') isGood = false;
    const told = answer.kind === 'failed' ? answer.reason : `${readFileSync(output).length} bytes by ${answer.version}`;
    console.log(`${target.platform}: ${told}`);
  }
  return isGood;
}

function renewPrebuilt(): boolean {
  const folder = prebuiltFolder(root);
  const built = join(builtFolder(root, WINDOWS_TARGET.platform), WINDOWS_TARGET.fileName);
  const found = compilerOf(WINDOWS_TARGET);
  if (found === undefined) {
    console.error(`the committed library needs ${WINDOWS_TARGET.compilers[0]}; install gcc-mingw-w64-x86-64`);
    return false;
  }
  mkdirSync(folder, { recursive: true });
  copyFileSync(built, join(folder, WINDOWS_TARGET.fileName));
  writeChecksums(folder, WINDOWS_TARGET.fileName, found.version);
  return true;
}

const { values } = parseArgs({ options: { prebuilt: { type: 'boolean' } } });
const isBuilt = build();
if (!isBuilt || (values.prebuilt === true && !renewPrebuilt())) process.exitCode = 1;
