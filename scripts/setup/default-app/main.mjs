/**
 * What a bare Electron runs when it is started as `electron [switches] <app> [arguments]`: it opens the named app.
 * An ES module that waits for the app, because Electron holds back `ready` only as long as this module is loading.
 */
import { app } from 'electron';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { preloads, target } = parseArguments(process.argv.slice(1));
if (process.argv.includes('--version') && target === undefined) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
try {
  const require = createRequire(join(process.cwd(), 'preload.cjs'));
  for (const preload of preloads) require(preload);
  await openApp(resolve(target ?? '.'));
} catch (error) {
  process.stderr.write(`Cannot open the app ${target ?? '.'}: ${error?.stack ?? error}\n`);
  process.exit(1);
}

function parseArguments(args) {
  const preloads = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '-r' || args[i] === '--require') preloads.push(args[++i]);
    else if (!args[i].startsWith('-')) return { preloads, target: args[i] };
  }
  return { preloads, target: undefined };
}

async function openApp(path) {
  const packageFile = join(path, 'package.json');
  if (statSync(path).isFile() || !existsSync(packageFile)) return import(pathToFileURL(path).href);
  const manifest = JSON.parse(readFileSync(packageFile, 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`);
  app.setAppPath(path);
  return import(pathToFileURL(resolve(path, manifest.main ?? 'index.js')).href);
}
