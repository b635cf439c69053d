import { expect, test } from 'vitest';
import { importedNames } from './importedNames.mjs';

test.each([
  ['import { app } from "electron";', ['electron']],
  ['import a, { b as c } from "./chunks/x.js";\nimport * as d from \'node:fs\';', ['./chunks/x.js', 'node:fs']],
  ['import "./side-effect.js";', ['./side-effect.js']],
  ['const x = 1;import{a}from"./b.js";', ['./b.js']],
  ['export { a } from "./c.js"; export * from "./d.js";', ['./c.js', './d.js']],
  ['const load = () => import("./late.js");', ['./late.js']],
  ['const imported = "electron"; reimport("x");', []],
])('%s', (source, names) => {
  expect(importedNames(source)).toEqual(names);
});
