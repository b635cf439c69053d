/** One configuration for the three bundles: main (window and command line), preload, and renderer. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';

const root = import.meta.dirname;
const path = (...parts: string[]) => resolve(root, ...parts);

// The oldest runtime that must carry the bundles, see docs/packaging.md; the plain default would be too new for it.
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

export default defineConfig({
  main: {
    // A package names the commit that it was made from, see scripts/package/version.mjs.
    define: { PACKAGE_VERSION: JSON.stringify(process.env['CURIOSCOPE_VERSION'] ?? '') },
    build: {
      outDir: path('out/main'),
      target: NODE_TARGET,
      // Everything is bundled, so that the package holds no node_modules.
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        input: { index: path('src-main/index.ts'), cli: path('src-main/cli/cli.ts') },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          banner: (chunk) => (chunk.isEntry && chunk.name === 'cli' ? '#!/usr/bin/env node' : ''),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: path('out/preload'),
      target: NODE_TARGET,
      // A sandboxed preload can require nothing but electron and cannot be an ES module.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path('src-main/preload/index.ts'), gpu: path('src-main/preload/gpu.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path('src-renderer'),
    publicDir: false,
    plugins: [react()],
    // plotly.js names the global object the way Node does.
    define: { global: 'globalThis' },
    build: {
      outDir: path('out/renderer'),
      target: CHROME_TARGET,
      minify: true,
      // The content security policy allows no fonts or scripts from data: addresses.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: { index: path('src-renderer/index.html'), gpu: path('src-renderer/gpu.html') } },
    },
  },
});
