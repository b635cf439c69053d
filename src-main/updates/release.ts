/** The list `latest.json` beside the packages, as `npm run package` writes it, and which of them fits this computer. Pure. */
import { ConsoleError } from '../../src-shared/errors';
import { z } from '../../src-shared/zod';
import { isVersion } from './versions';

export const RELEASE_FILE = 'latest.json';

/** How a package is installed; also the ending of its file. */
export type PackageKind = 'deb' | 'rpm' | 'tar.gz' | 'exe' | 'dmg';

const Package = z.object({
  /** A plain name: it becomes part of a path and of an address. */
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._~+-]{0,199}$/, 'is not a plain file name'),
  platform: z.string(),
  arch: z.string(),
  bytes: z
    .int()
    .min(1)
    .max(2 ** 30),
  /** Of the file, hexadecimal. */
  sha512: z.string().regex(/^[0-9a-f]{128}$/, 'is not a SHA-512 in hexadecimal'),
});
export type Package = z.infer<typeof Package>;

const Release = z.object({
  program: z.literal('Curioscope'),
  version: z.string().refine(isVersion, 'is not a version'),
  packages: z.array(Package).max(50),
});
export type Release = z.infer<typeof Release>;

/** The list in a text. Throws `update/failed`, saying what does not fit. */
export function parseRelease(text: string): Release {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : String(error));
  }
  const parsed = Release.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw unusable(`"${issue?.path.join('.') ?? ''}" ${issue?.message ?? 'does not fit'}`);
}

function unusable(why: string): ConsoleError {
  return new ConsoleError({
    code: 'update/failed',
    message: `The list of versions, ${RELEASE_FILE}, cannot be used: ${why}.`,
    hint: 'Put the packages there together with the list that was made with them.',
  });
}

/** Where and how this program is installed. */
export interface Installation {
  readonly platform: string;
  readonly arch: string;
  /** The program's own file. */
  readonly executable: string;
  /** Whether the system has a program of this name. */
  readonly has: (program: string) => boolean;
}

/** How this program came here, and so how a newer one should. The system's packages on Linux install into /opt. */
export function kindOf({ platform, executable, has }: Installation): PackageKind {
  if (platform === 'win32') return 'exe';
  if (platform === 'darwin') return 'dmg';
  if (!executable.startsWith('/opt/')) return 'tar.gz';
  return has('dpkg') || !has('rpm') ? 'deb' : 'rpm';
}

/** The package of that kind for this computer. Throws `update/failed` where the list has none. */
export function packageFor(release: Release, installation: Installation): Package {
  const { platform, arch } = installation;
  const kind = kindOf(installation);
  const fitting = release.packages.find(
    (one) => one.platform === platform && one.arch === arch && one.file.endsWith(`.${kind}`),
  );
  if (fitting !== undefined) return fitting;
  throw new ConsoleError({
    code: 'update/failed',
    message: `Version ${release.version} is there, but no .${kind} of it for ${platform} ${arch}.`,
    hint: `Put the .${kind} there too, and list it in ${RELEASE_FILE}.`,
  });
}

/** What a person types, or does, to install a package that lies at `path`. The program itself installs nothing. */
export function installCommand(kind: PackageKind, path: string): string {
  const quoted = /^[\w./~+-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
  switch (kind) {
    case 'deb':
      return `sudo apt install ${quoted}`;
    case 'rpm':
      return `sudo dnf install ${quoted}`;
    case 'tar.gz':
      return `tar -xzf ${quoted}`;
    case 'exe':
    case 'dmg':
      return path;
  }
}
