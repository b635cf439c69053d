/** Builds out/: main (window and command line), preload, renderer. Each step has a name and its time is printed. */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build as buildBundles } from 'electron-vite';
import { compileKernels } from '../src-main/learning/tensor/kernels/compile.mjs';
import { importedNames } from './importedNames.mjs';
import { timed } from './setup/report.mjs';
import { isMain, projectRoot } from './setup/project.mjs';
import { makeSample } from './sampleSession.mjs';

const out = join(projectRoot, 'out');

/** The steps of a build in their order; generated sources (for instance WebAssembly kernels) go before `bundles`. */
const steps = [
  { name: 'clean out/', run: () => rmSync(out, { recursive: true, force: true }) },
  { name: 'kernels (WebAssembly)', run: () => compileKernels(join(out, 'kernels')) },
  { name: 'drawing (SVG to PNG)', run: () => copyDrawing(join(out, 'drawing')) },
  { name: 'bundles (main, preload, renderer)', run: () => buildBundles({ root: projectRoot, logLevel: 'warn' }) },
  { name: 'command line runs without electron', run: finishCommandLine },
  { name: 'sample session', run: () => makeSample(out) },
];

/** What PNG files are drawn with: resvg and a font. */
function copyDrawing(folder) {
  const files = {
    'resvg.wasm': '@resvg/resvg-wasm/index_bg.wasm',
    'DejaVuSans.ttf': 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, source] of Object.entries(files))
    copyFileSync(join(projectRoot, 'node_modules', source), join(folder, name));
}

/** Makes cli.js executable and makes sure that nothing it loads imports electron, which plain Node does not have. */
function finishCommandLine() {
  const entry = join(out, 'main/cli.js');
  const source = readFileSync(entry, 'utf8');
  if (!source.startsWith('#!/usr/bin/env node\n')) throw new Error('out/main/cli.js must begin with its #! line.');
  const seen = new Set();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const name of importedNames(readFileSync(file, 'utf8'))) {
      if (name === 'electron' || name.startsWith('electron/')) throw new Error(`${file} imports electron.`);
      if (name.startsWith('.')) queue.push(resolve(file, '..', name));
    }
  }
  chmodSync(entry, 0o755);
}

/**
 * Runs every step; the first that fails ends the build.
 *
 * @param version what the program calls itself, where it is not the version of package.json
 */
export async function build({ version } = {}) {
  if (version !== undefined) process.env.CURIOSCOPE_VERSION = version;
  for (const { name, run } of steps) await timed(`build: ${name}`, run);
}

if (isMain(import.meta.url)) await build();
