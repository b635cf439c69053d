/** What Electron knows of how the program is installed, and where packages go. */
import { existsSync } from 'node:fs';
import { app, shell } from 'electron';
import type { UpdatePorts } from '../host/updateHandlers';

/** The installation of the program that runs. */
export function updatePorts(): UpdatePorts {
  return {
    installation: {
      platform: process.platform,
      arch: process.arch,
      executable: app.getPath('exe'),
      has: (program) => existsSync(`/usr/bin/${program}`),
    },
    downloads: () => app.getPath('downloads'),
    showFile: (path) => shell.showItemInFolder(path),
  };
}
