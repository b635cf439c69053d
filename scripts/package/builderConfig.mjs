/** How electron-builder packs the program for each system. What is said here is checked by builderConfig.test.mjs. */
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../setup/project.mjs';

/** Everything that a packaged program must not be talked into; see SECURITY.md. */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));

/**
 * @param electron the runtime to pack, as `installedElectron` gives it
 * @param version the version of the package
 * @param extra folder with the licences and the bill of materials
 * @param isRelease false for a package that is only for development, which its name says
 */
export function builderConfig({ electron, version, extra, isRelease }) {
  const suffix = isRelease ? '' : '-dev';
  return {
    appId: 'org.curioscope.console',
    productName: 'Curioscope',
    copyright: 'The Curioscope authors',
    directories: { output: 'dist', buildResources: 'assets' },
    // electron-builder insists on a homepage for Linux; the packages leave out one that leads nowhere.
    extraMetadata: { version, homepage: 'https://curioscope.invalid' },
    asar: true,
    // Everything is bundled; the package needs no node_modules.
    files: ['out/**', 'package.json', '!**/*.map', '!node_modules/**'],
    extraFiles: [
      { from: extra, to: 'licences' },
      // Runs on the PC of the microscope, not in the program.
      {
        from: join(projectRoot, 'src-main/instrument/aecroscopy/bridge'),
        to: 'bridge',
        filter: ['*.py', '!test_*.py'],
      },
    ],
    // Double click on the archive of a session; the program opens it in its one window.
    fileAssociations: [
      {
        ext: 'curioscope',
        name: 'Curioscope session',
        description: 'Curioscope session',
        mimeType: 'application/x-curioscope-session',
        role: 'Viewer',
      },
    ],
    electronDist: dirname(electron.executable),
    electronVersion: electron.version,
    electronFuses: FUSES,
    electronLanguages: ['en-US'],
    npmRebuild: false,
    publish: null,
    // A runtime given as a folder keeps its own start page, which Electron would open without our archive.
    afterPack: ({ appOutDir }) => {
      rmSync(join(appOutDir, 'resources/default_app.asar'), { force: true });
      rmSync(join(appOutDir, 'version'), { force: true });
    },
    linux: {
      target: ['deb'],
      executableName: 'curioscope',
      icon: 'icon.svg',
      category: 'Science',
      synopsis: 'Operator console for self-driving scanning-probe microscopes',
      description: manifest.description,
      maintainer: 'The Curioscope authors <curioscope@localhost>',
      vendor: 'Curioscope',
      artifactName: `curioscope_\${version}_\${arch}${suffix}.\${ext}`,
      desktop: { entry: { StartupWMClass: 'Curioscope', Keywords: 'microscope;AFM;STM;spectroscopy;' } },
    },
    deb: { depends: DEB_DEPENDS, recommends: [], packageCategory: 'science', compression: 'xz' },
    rpm: { compression: 'xz' },
    win: {
      target: ['nsis', 'portable'],
      icon: 'icon.svg',
      artifactName: `curioscope-\${version}-\${arch}${suffix}.\${ext}`,
    },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowElevation: true,
      allowToChangeInstallationDirectory: true,
      // Sessions are the user's, not the program's.
      deleteAppDataOnUninstall: false,
      artifactName: `curioscope-setup-\${version}-\${arch}${suffix}.\${ext}`,
    },
    portable: { artifactName: `curioscope-portable-\${version}-\${arch}${suffix}.\${ext}` },
    mac: {
      target: ['dmg'],
      icon: 'icon.svg',
      category: 'public.app-category.education',
      artifactName: `curioscope-\${version}-\${arch}${suffix}.\${ext}`,
    },
  };
}

/** Debian's names of the system libraries, with the names that newer releases gave them. */
const DEB_DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libgbm1',
  'libasound2 | libasound2t64',
  'libnotify4',
  'libxss1',
  'libxtst6',
  'libsecret-1-0',
  'libatspi2.0-0 | libatspi2.0-0t64',
  'libuuid1',
  'xdg-utils',
];
