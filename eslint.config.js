/**
 * Lint rules. The import bans give the quick answer in the editor; `.dependency-cruiser.cjs` checks the same borders
 * with resolved paths.
 */
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TESTS = ['**/*.test.ts', '**/*.test.tsx', '**/*.test.mjs', '**/testing/**', '**/contractTests.ts', 'e2e/**'];
const SOURCES = ['src-*/**/*.ts', 'src-*/**/*.tsx'];

/** Packages with one home; everywhere else they are banned. */
const GUARDED = {
  zod: {
    regex: '^zod(/|$)',
    message: 'zod comes through src-shared/zod only, which switches its code generation off.',
  },
  electron: {
    regex: '^electron(/|$)',
    message: 'Only src-main/index.ts, app, ipc and preload may know Electron; the rest runs in plain Node.',
  },
  plotly: { regex: '^plotly\\.js', message: 'plotly.js is used in src-renderer/plot only.' },
  tensorflow: { regex: '^@tensorflow/', message: '@tensorflow is used in src-main/learning only.' },
};

/** Bans every guarded package but the named ones; the last matching block of a file wins, so each names its full list. */
function onlyPackages(...allowed) {
  const patterns = Object.entries(GUARDED).flatMap(([name, ban]) => (allowed.includes(name) ? [] : [ban]));
  return { 'no-restricted-imports': ['error', { patterns }] };
}

const BANNED_SYNTAX = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
  { selector: 'PropertyDefinition[kind=get], MethodDefinition[kind=/^[gs]et$/]', message: 'Use a function.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Randomness comes from a seeded generator argument, so that a session can be repeated.',
  },
  {
    selector: "Program > ExpressionStatement > AwaitExpression > CallExpression[callee.property.name='whenReady']",
    message:
      'Electron holds `ready` back until this module has loaded: waiting for it here waits for ever. ' +
      'Put what comes after into a function and call it with `void app.whenReady().then(...)`.',
  },
  { selector: "MemberExpression[property.name='openExternal']", message: 'The program opens nothing outside itself.' },
  {
    selector:
      'Property[key.name=/^(webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures)$/]',
    message: 'These switches stay at their safe defaults and are not mentioned.',
  },
];
const BANNED_CLOCK = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Time comes from clock.ts, in main through the Clock port.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from clock.ts, in main through the Clock port.',
  },
];

export default tseslint.config(
  { ignores: ['out/', 'dist/', 'node_modules/', 'test-results/', 'playwright-report/', 'coverage/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      // An index loop over a typed array is the natural form of the numerics here, and `!` says the index is in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true },
      ],
      // `a || b` on strings means "empty too" in some places; both forms are allowed where they differ.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: true }],
      // Arrays from the disk and messages from workers are narrower in type than in truth; checks there are not idle.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // A type alias is used for unions, an interface for shapes; either is fine for an object.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // `noPropertyAccessFromIndexSignature` asks for what this rule forbids.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Objects here are closures: their methods use no `this` and may be passed on.
      '@typescript-eslint/unbound-method': 'off',
      // Async functions that satisfy a port do not always have something to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: SOURCES,
    rules: {
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      complexity: ['error', { max: 12, variant: 'modified' }],
      'no-restricted-syntax': ['error', ...BANNED_SYNTAX, ...BANNED_CLOCK],
      ...onlyPackages(),
    },
  },
  {
    // Each of these is one function that holds one state and the short functions that alone may write it.
    files: [
      'src-main/engine/{ahead,answers,decision,editing,engine,operator,perform,proposing}.ts',
      'src-main/host/{announcer,createHost,stage}.ts',
      'src-main/journal/writer.ts',
      'src-main/learning/learnerCore.ts',
      'src-main/learning/worker/learnerClient.ts',
    ],
    rules: { 'max-lines-per-function': ['error', { max: 180, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['src-*/**/*.tsx'],
    rules: { 'max-lines-per-function': ['error', { max: 120, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['src-renderer/**/*.ts', 'src-renderer/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended],
  },
  // The homes of the guarded packages.
  { files: ['src-shared/zod.ts'], rules: onlyPackages('zod') },
  {
    files: ['src-main/index.ts', 'src-main/app/**', 'src-main/ipc/**', 'src-main/preload/**'],
    rules: onlyPackages('electron'),
  },
  { files: ['src-renderer/plot/**'], rules: onlyPackages('plotly') },
  { files: ['src-main/learning/**'], rules: onlyPackages('tensorflow') },
  {
    files: ['src-main/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...BANNED_SYNTAX] },
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    // Playwright's fixtures are functions with an empty object pattern and a `use` that is no React hook.
    files: ['e2e/**'],
    rules: { 'no-empty-pattern': 'off', ...onlyPackages('electron') },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    rules: {
      'no-undef': 'off',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      complexity: ['error', 12],
      'max-params': ['error', 4],
    },
  },
);
