#!/usr/bin/env node
/**
 * Makes a .deb or .rpm out of the arguments that electron-builder gives to fpm, which neither npm nor Debian has. The
 * work is done by the systems' own dpkg-deb and rpmbuild.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    source: { ...text, short: 's' },
    target: { ...text, short: 't' },
    force: { type: 'boolean' },
    depends: { ...text, short: 'd', multiple: true, default: [] },
    'deb-recommends': { ...text, multiple: true, default: [] },
    'deb-compression': text,
    'deb-priority': text,
    'rpm-compression': text,
    'rpm-summary': text,
    'rpm-os': text,
    architecture: text,
    'after-install': text,
    'after-remove': text,
    description: text,
    version: text,
    package: text,
    name: text,
    maintainer: text,
    vendor: text,
    url: text,
    category: text,
    license: text,
    iteration: text,
  },
});

const homepage = asked.url?.endsWith('.invalid') ? undefined : asked.url;
const work = fs.mkdtempSync(join(tmpdir(), 'curioscope-package-'));
try {
  const root = join(work, 'root');
  for (const mapping of positionals) copyInto(root, mapping);
  if (asked.target === 'deb') makeDeb(root);
  else if (asked.target === 'rpm') makeRpm(root);
  else throw new Error(`This script makes deb and rpm, not ${asked.target}.`);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

/** `from=/to`: a file or, where `from` ends with a slash, what a folder holds. */
function copyInto(root, mapping) {
  const [from, to] = mapping.split('=');
  const target = join(root, to);
  fs.mkdirSync(from.endsWith('/') ? target : dirname(target), { recursive: true });
  // A hard link costs no room and no time; another disk wants a copy.
  try {
    execFileSync('cp', ['-al', from.endsWith('/') ? `${from}.` : from, target], { stdio: 'ignore' });
  } catch {
    execFileSync('cp', ['-a', from.endsWith('/') ? `${from}.` : from, target]);
  }
}

function makeDeb(root) {
  const control = join(root, 'DEBIAN');
  fs.mkdirSync(control);
  const kibibytes = execFileSync('du', ['-sk', '--exclude=DEBIAN', root], { encoding: 'utf8' }).split('\t')[0];
  const fields = {
    Package: asked.name,
    Version: asked.version,
    Architecture: asked.architecture,
    Maintainer: asked.maintainer,
    Vendor: asked.vendor,
    Section: asked.category,
    Priority: asked['deb-priority'],
    Homepage: homepage,
    'Installed-Size': kibibytes,
    Depends: asked.depends.join(', '),
    Recommends: asked['deb-recommends'].join(', '),
    Description: folded(asked.description),
  };
  const lines = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
  fs.writeFileSync(join(control, 'control'), lines.map(([name, value]) => `${name}: ${value}\n`).join(''));
  script(asked['after-install'], join(control, 'postinst'));
  script(asked['after-remove'], join(control, 'postrm'));
  const compression = asked['deb-compression'] === 'gz' ? 'gzip' : (asked['deb-compression'] ?? 'xz');
  execFileSync('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '-z1', '--build', root, asked.package], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** A description as control files want it: a first line, then indented ones with a dot for an empty line. */
function folded(description = '') {
  const [first = '', ...rest] = description.trim().split('\n');
  return [first.trim(), ...rest.map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`)].join('\n');
}

function script(from, to) {
  if (from === undefined) return;
  fs.copyFileSync(from, to);
  fs.chmodSync(to, 0o755);
}

function makeRpm(root) {
  const top = join(work, 'rpm');
  const spec = join(work, 'package.spec');
  const tags = {
    Name: asked.name,
    // A dash separates version and release in RPM's file names.
    Version: asked.version.replaceAll('-', '~'),
    Release: asked.iteration ?? '1',
    Summary: asked['rpm-summary'] ?? asked.name,
    License: asked.license,
    Vendor: asked.vendor,
    URL: homepage,
    Packager: asked.maintainer,
    AutoReqProv: 'no',
  };
  const sections = [
    ...Object.entries(tags)
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => `${name}: ${value}`),
    ...asked.depends.map((name) => `Requires: ${name}`),
    '%global _binary_payload w1T0.xzdio',
    '%global debug_package %{nil}',
    '%global __os_install_post %{nil}',
    `%description\n${(asked.description ?? '').trim()}`,
    ...(asked['after-install'] === undefined
      ? []
      : [`%post\n${fs.readFileSync(asked['after-install'], 'utf8').replaceAll('%', '%%')}`]),
    ...(asked['after-remove'] === undefined
      ? []
      : [`%postun\n${fs.readFileSync(asked['after-remove'], 'utf8').replaceAll('%', '%%')}`]),
    `%files\n%defattr(-,root,root,-)\n${listed(root).join('\n')}`,
  ];
  fs.writeFileSync(spec, `${sections.join('\n\n')}\n`);
  const machine = asked.architecture === 'amd64' ? 'x86_64' : asked.architecture;
  execFileSync(
    'rpmbuild',
    ['-bb', '--quiet', '--target', machine, '--define', `_topdir ${top}`, '--buildroot', root, spec],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const made = fs.readdirSync(join(top, 'RPMS', machine));
  fs.copyFileSync(join(top, 'RPMS', machine, made[0]), asked.package);
}

/** What the package owns: its own folder under /opt as a whole, and single files elsewhere. */
function listed(root) {
  const files = fs.readdirSync(root, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `"${join(entry.parentPath, entry.name).slice(root.length)}"`);
}
