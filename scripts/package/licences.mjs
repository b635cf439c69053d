/**
 * What the package is made of: the licence texts of everything that is bundled, and a bill of materials in CycloneDX.
 * What is bundled is read from the source maps, so that neither list can be wrong about it.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../setup/project.mjs';

/** Packages of which the build copies files that no source map names, see scripts/build.mjs. */
const COPIED = ['dejavu-fonts-ttf'];

/** The npm packages whose files are in the bundles of `out`, by name, in alphabetical order. */
export function bundledPackages(out = join(projectRoot, 'out')) {
  const names = new Set(COPIED);
  for (const file of fs.readdirSync(out, { recursive: true })) {
    if (!file.endsWith('.map')) continue;
    for (const source of JSON.parse(fs.readFileSync(join(out, file), 'utf8')).sources) {
      const name = source
        .split('node_modules/')
        .at(-1)
        .match(/^(@[^/]+\/[^/]+|[^/]+)/)?.[0];
      if (source.includes('node_modules/') && name !== undefined) names.add(name);
    }
  }
  return [...names].sort().map(describePackage);
}

function describePackage(name) {
  const folder = join(projectRoot, 'node_modules', name);
  const { version, license, homepage } = JSON.parse(fs.readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  return {
    name,
    version,
    license: license ?? 'unknown',
    homepage,
    text: file && fs.readFileSync(join(folder, file), 'utf8'),
  };
}

/** The page of licences, plain text. */
export function licencePage(packages) {
  const own = fs.readFileSync(join(projectRoot, 'LICENSE'), 'utf8');
  const parts = packages.map(
    ({ name, version, license, text }) =>
      `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n\n${text ?? 'The package names its licence and holds no text of it.'}`,
  );
  return [
    `Curioscope\n\n${own}`,
    `Electron and Chromium: see LICENSE.electron.txt and LICENSES.chromium.html.\n\nThe program also holds these packages:\n`,
    ...parts,
  ].join('\n');
}

/** The bill of materials, CycloneDX 1.5, as an object. */
export function billOfMaterials(packages, { version, electron }) {
  const library = (name, packageVersion, license) => ({
    type: 'library',
    name,
    version: packageVersion,
    purl: `pkg:npm/${name.replace('@', '%40')}@${packageVersion}`,
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
  });
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', name: 'curioscope', version, licenses: [{ expression: 'MIT' }] } },
    components: [
      library('electron', electron, 'MIT'),
      ...packages.map(({ name, version: own, license }) => library(name, own, license)),
    ],
  };
}
