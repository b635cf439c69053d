/** The list `latest.json` beside the packages, which an installed program reads when it looks for a newer version. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ENDINGS = ['.deb', '.rpm', '.tar.gz', '.exe', '.dmg', '.AppImage'];

/** Names of the packages in a folder. */
export function packagesIn(folder) {
  return readdirSync(folder).filter((file) => ENDINGS.some((ending) => file.endsWith(ending)));
}

/** The list of the packages in a folder, made on this system for this system; see src-main/updates/release.ts. */
export function releaseList(folder, version) {
  const packages = packagesIn(folder).map((file) => ({
    file,
    platform: process.platform,
    arch: process.arch,
    bytes: statSync(join(folder, file)).size,
    sha512: createHash('sha512')
      .update(readFileSync(join(folder, file)))
      .digest('hex'),
  }));
  return { program: 'Curioscope', version, packages };
}
