/** A clean Debian in a folder, in which the package is installed and used as on a machine that never saw the project. */
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'curioscope');
const USER = 'scientist';

/** Mounts that end with the process that made them: nothing stays behind, whatever happens to the test. */
const ENTER = `
mount --bind /proc "$ROOT/proc"; mount --bind /dev "$ROOT/dev"; mount --bind /sys "$ROOT/sys"
mount -t tmpfs tmpfs "$ROOT/dev/shm"
exec chroot "$ROOT" "$@"`;

/** Why there can be no such Debian here, undefined where there can. */
export function reasonAgainst(): string | undefined {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'this needs root';
  if (spawnSync('sh', ['-c', 'command -v debootstrap']).status !== 0) return 'debootstrap is not installed';
  return spawnSync('unshare', ['-m', 'true']).status === 0 ? undefined : 'mounting is not allowed here';
}

export interface CommandEnd {
  readonly code: number | null;
  readonly output: string;
}

export interface DebianRoot {
  readonly folder: string;
  /** Runs a shell command as root, gives its end; throws where it fails. */
  asRoot(command: string): Promise<string>;
  /** The same as an ordinary user, in his own home. */
  asUser(command: string): Promise<CommandEnd>;
  /** Starts a command of the user that runs on; `stop` ends it and everything it started. */
  startAsUser(command: string): { readonly stop: () => Promise<void>; readonly output: () => string };
  remove(): void;
}

/** Unpacks a fresh Debian; the first time it is made by debootstrap, later it comes from the cache. */
export async function openDebianRoot(): Promise<DebianRoot> {
  const archive = await debianArchive();
  const folder = mkdtempSync(join(tmpdir(), 'curioscope-debian-'));
  await run('tar', ['-C', folder, '-xpf', archive]);
  // A temporary folder is closed to others; the root of a system is not.
  chmodSync(folder, 0o755);
  copyFileSync('/etc/resolv.conf', join(folder, 'etc/resolv.conf'));
  const enter = (...command: string[]) => ['-m', 'sh', '-ec', ENTER, 'sh', ...command];
  const env = { ...process.env, ROOT: folder, LC_ALL: 'C.UTF-8' };
  const asRoot = async (command: string) => {
    const { code, output } = await end(spawn('unshare', enter('/bin/sh', '-ec', command), { env }));
    if (code !== 0) throw new Error(`"${command}" ended with ${String(code)}:\n${output}`);
    return output;
  };
  await asRoot(`useradd --create-home ${USER}`);
  return {
    folder,
    asRoot,
    asUser: (command) => end(spawn('unshare', enter('/bin/su', '-', USER, '-c', command), { env })),
    startAsUser(command) {
      // A process space of its own: when its first process ends, the kernel ends all others.
      const child = spawn(
        'unshare',
        ['-pf', '--kill-child', 'unshare', ...enter('/bin/su', '-', USER, '-c', command)],
        { env },
      );
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const ended = new Promise<void>((done) => child.on('close', () => done()));
      return {
        output: () => output,
        stop: async () => {
          child.kill('SIGKILL');
          await ended;
        },
      };
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A tar of a minimal Debian of the host's own release. */
async function debianArchive(): Promise<string> {
  const release = /^VERSION_CODENAME=(\w+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'bookworm';
  const archive = join(CACHE, `debian-${release}.tar`);
  if (existsSync(archive)) return archive;
  mkdirSync(CACHE, { recursive: true });
  const made = mkdtempSync(join(tmpdir(), 'curioscope-debootstrap-'));
  try {
    await run('debootstrap', ['--variant=minbase', '--include=ca-certificates', release, made]);
    appendFileSync(join(made, 'etc/apt/apt.conf.d/99-short'), 'APT::Install-Recommends "false";\n');
    await run('tar', ['-C', made, '-cpf', `${archive}.part`, '.']);
    await run('mv', [`${archive}.part`, archive]);
    return archive;
  } finally {
    rmSync(made, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await end(spawn(program, args));
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}:\n${output}`);
}

function end(child: ReturnType<typeof spawn>): Promise<CommandEnd> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ code, output }));
  });
}
