/** The documents speak of what is there: links and paths lead somewhere, and every setting is listed with its default. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_EXPERIMENT, POLICIES } from '../../src-shared/experiment';
import { projectRoot } from '../setup/project.mjs';

/** Made by a build, a run or a set-up: rightly absent from a fresh checkout. */
const GENERATED = /^(out|dist|node_modules|test-results)(\/|$)/;
const PATH_IN_BACKTICKS = /`((?:src-(?:main|renderer|shared)|scripts|docs|e2e|assets|\.ci)\/[\w./-]*)`/g;
const RELATIVE_LINK = /\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)/g;
const ROW = /^\|\s*`([\w.]+)`\s*\|\s*`([^`]+)`\s*\|/gm;

const atTop = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'].map((name) => join(projectRoot, name));
const inDocs = readdirSync(join(projectRoot, 'docs'), { recursive: true })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join(projectRoot, 'docs', name));
const documents = [...atTop, ...inDocs].map((file) => ({ file, name: relative(projectRoot, file) }));

const isThere = (path) => GENERATED.test(relative(projectRoot, path)) || existsSync(path);
const found = (pattern, text) => [...text.matchAll(pattern)].map((match) => match[1]);

/** Every setting by its dotted name, groups opened. */
function leaves(group, prefix = '') {
  return Object.entries(group).flatMap(([key, value]) =>
    typeof value === 'object' ? leaves(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value]],
  );
}

/** Top-level folders that git keeps. */
function keptFolders() {
  const files = execFileSync('git', ['ls-files'], { cwd: projectRoot, encoding: 'utf8' }).trim().split('\n');
  return [...new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]))];
}

describe.each(documents)('$name', ({ file }) => {
  const text = readFileSync(file, 'utf8');

  it('links to files that exist', () => {
    expect(found(RELATIVE_LINK, text).filter((link) => !isThere(join(dirname(file), link)))).toEqual([]);
  });

  it('names paths that exist', () => {
    expect(found(PATH_IN_BACKTICKS, text).filter((path) => !isThere(join(projectRoot, path)))).toEqual([]);
  });
});

describe('docs/settings.md', () => {
  const text = readFileSync(join(projectRoot, 'docs/settings.md'), 'utf8');
  const listed = [...text.matchAll(ROW)].map(([, name, value]) => [name, JSON.parse(value)]);

  it('lists every setting of an experiment once, in order, with its default', () => {
    expect(listed).toEqual(leaves(DEFAULT_EXPERIMENT));
  });

  it('names every policy', () => {
    const row = text.split('\n').find((line) => line.startsWith('| `policy`'));

    expect(POLICIES.filter((policy) => !row?.includes(`\`${policy}\``))).toEqual([]);
  });
});

describe('README.md', () => {
  const text = readFileSync(join(projectRoot, 'README.md'), 'utf8');

  it('has every top-level folder in its map', () => {
    expect(keptFolders().filter((folder) => !text.includes(`\`${folder}/`))).toEqual([]);
  });

  it.each(['src-main', 'src-renderer', 'src-shared'])('has every folder of %s in its map', (parent) => {
    const folders = readdirSync(join(projectRoot, parent), { withFileTypes: true }).filter((e) => e.isDirectory());

    expect(folders.map(({ name }) => `${parent}/${name}/`).filter((path) => !text.includes(`\`${path}`))).toEqual([]);
  });
});
