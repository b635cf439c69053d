/**
 * Packs the program into a folder that runs without Node and without the checkout: dist/linux-unpacked and the like.
 * Installers for each system are not made yet.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { build as pack, Platform } from 'electron-builder';
import { build } from './build.mjs';
import { describeElectron, installedElectron } from './setup/electronBinary.mjs';
import { projectRoot } from './setup/project.mjs';
import { fail, say, SetupError } from './setup/report.mjs';

try {
  const electron = installedElectron();
  if (electron === undefined)
    throw new SetupError('There is no Electron binary yet: run `npm start` once, which fetches it.');
  say(`package: with ${describeElectron(electron)}`);
  await build();
  const folder = dirname(electron.executable);
  const paths = await pack({
    projectDir: projectRoot,
    targets: Platform.current().createTarget('dir'),
    config: {
      appId: 'org.curioscope.console',
      productName: 'Curioscope',
      directories: { output: 'dist', buildResources: 'assets' },
      // Everything is bundled; the package needs no node_modules.
      files: ['out/**', 'package.json', '!**/*.map', '!node_modules/**'],
      electronDist: folder,
      electronVersion: readFileSync(`${folder}/version`, 'utf8').trim(),
      npmRebuild: false,
    },
  });
  for (const path of paths) say(`package: ${path}`);
  say('package: the program stands in dist/; installers are not made yet');
} catch (error) {
  fail(error);
}
