import js from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { houseRules } from './libs/workspace/src/house-rules.ts';

// Without a graph the boundary rule skips itself with a mere warning; with an old one it checks yesterday's imports.
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync();

const SOURCES = ['{libs,apps}/**/*.ts'];
const SPECS = ['**/*.{spec,suite,testing,fixtures}.ts'];
/** architecture.md, a slice: the suffix says what the file may import. */
const PURE_FILES = ['libs/*/src/**/*.{commands,decider,events,state,stream,view,memory,policy,publish}.ts'];
/** Pure as a whole: numbers of law, and where the money is. Their calendar may read an instant. */
const PURE_LIBRARIES = ['libs/{rulebook,tracing}/src/**/*.ts'];

const STORES = ['kafkajs', '@kurrent/*', '@eventstore/*', 'better-sqlite3', 'sqlite3'];
const GRAPHQL = ['graphql', 'graphql-*', '@nestjs/graphql', '@nestjs/apollo', '@apollo/*', '@as-integrations/*'];
const AGENCY = ['type:kernel', 'type:rulebook', 'type:tracing', 'type:contracts', 'type:trust', 'type:nest-kit'];
const TEST_TOOLS = ['@jest/*', 'fast-check'];

/** The table of directions. A row: kind, what it may import, which packages alone (or never) it may use. */
function kinds({ spec }) {
  const alone = (...packages) => ({ allowedExternalImports: [...packages, ...(spec ? TEST_TOOLS : [])] });
  return [
    ['type:kernel', [], alone('uuid', 'canonicalize')],
    ['type:rulebook', ['type:kernel'], alone('uuid', 'canonicalize')],
    ['type:tracing', ['type:kernel', 'type:rulebook'], alone('uuid', 'canonicalize')],
    ['type:contracts', [], alone('zod')],
    ['type:trust', ['type:kernel'], alone()],
    ['type:agency', AGENCY, { bannedExternalImports: [...STORES, ...GRAPHQL] }],
    ['type:city', AGENCY, { bannedExternalImports: [...STORES, ...GRAPHQL] }],
    ['type:gateway', ['type:city', 'type:contracts', 'type:kernel', 'type:nest-kit'], { bannedExternalImports: STORES }],
    ['type:adapter', ['type:kernel'], { bannedExternalImports: ['@nestjs/*'] }],
    ['type:nest-kit', ['type:kernel', 'type:trust'], {}],
    ['type:hosting', ['type:adapter', 'type:kernel', 'type:nest-kit', 'type:trust'], { bannedExternalImports: [...STORES, ...GRAPHQL] }],
    ['type:simulator', ['type:kernel', 'type:contracts', 'type:rulebook'], {}],
    ['type:workspace', ['type:rulebook', 'type:contracts'], {}],
    ['type:app', ['*'], {}],
  ].map(([sourceTag, others, packages]) => ({ sourceTag, onlyDependOnLibsWithTags: [sourceTag, ...others], ...packages }));
}

/** Agencies never see each other: a scope knows itself and what all share. */
const SCOPES = [
  ...['shared', 'police', 'bank', 'telecom', 'office', 'city', 'workspace'].map((scope) => [scope, []]),
  ['gateway', ['scope:city']],
].map(([scope, others]) => ({
  sourceTag: `scope:${scope}`,
  onlyDependOnLibsWithTags: [...new Set([`scope:${scope}`, 'scope:shared', ...others])],
}));

const boundaries = (options) => ({
  '@nx/enforce-module-boundaries': [
    'error',
    {
      enforceBuildableLibDependency: false,
      banTransitiveDependencies: true,
      allow: [],
      depConstraints: [...kinds(options), ...SCOPES, { sourceTag: 'scope:app', onlyDependOnLibsWithTags: ['*'] }],
    },
  ],
});

/** Node's own modules are no packages: the boundary rule does not see them. */
const noNode = (files, message, { regex = '^node:', names = {} } = {}) => ({
  files,
  ignores: SPECS,
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex, message }], paths: Object.values(names) }],
  },
});
const HASHES = ['createHash', 'createHmac', 'hash', 'timingSafeEqual'];

const TYPED = {
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // Nest modules are empty decorated classes.
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  // `as const` stays; anything else needs its reason on the line (decoding adapters have one).
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
  // Ports are objects of functions, taken apart freely; a `this` exists in Nest's classes only (interlock/no-plain-class).
  '@typescript-eslint/unbound-method': 'off',
  // Account numbers, digits, names: spread by character on purpose.
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
  // A port is async whether or not this adapter waits.
  '@typescript-eslint/require-await': 'off',
};

export default defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/out-tsc/**',
      'coverage/**',
      '.nx/**',
      'data/**',
      'data-distributed/**',
      '**/*.gen.ts',
      'libs/workspace/fixtures/**',
      'bench/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: SOURCES,
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx, interlock: houseRules },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...TYPED,
      ...boundaries({ spec: false }),
      'interlock/guarded-resolver': 'error',
      'interlock/no-deep-import': 'error',
      'interlock/no-default-export': 'error',
      'interlock/no-durable-event-bus': 'error',
      'interlock/no-enum': 'error',
      'interlock/no-export-star': 'error',
      'interlock/no-plain-class': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 70 }],
      eqeqeq: ['error', 'always'],
    },
  },
  {
    // Node types of the parser are an enum that plain words are compared with, as everywhere in ESLint's world.
    files: ['libs/workspace/src/lint/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off' },
  },
  { files: PURE_FILES, ignores: SPECS, rules: { 'interlock/pure-file': 'error' } },
  {
    // A fold names every event: `default: return state` is how an event gets forgotten.
    files: PURE_FILES,
    ignores: SPECS,
    rules: { '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: false }] },
  },
  { files: PURE_LIBRARIES, ignores: SPECS, rules: { 'interlock/pure-file': ['error', { dates: 'of-argument' }] } },
  noNode(['libs/contracts/src/**/*.ts'], 'Contracts are words: no Node modules.'),
  noNode(['libs/{kernel,rulebook,tracing}/src/**/*.ts'], 'Of Node only the hashes of node:crypto: machines are reached through ports.', {
    regex: '^node:(?!crypto$)',
    names: { crypto: { name: 'node:crypto', allowImportNames: HASHES, message: 'Hashes only: keys, ids and chance arrive from outside.' } },
  }),
  noNode(['libs/trust/src/**/!(*.file).ts'], 'Trust needs node:crypto and nothing else of Node; what lies in a file is a *.file.ts.', {
    regex: '^node:(?!crypto$)',
  }),
  noNode(['libs/trust/src/**/*.file.ts'], 'Keys, trees and checkpoints lie in files: nothing else of the machine.', {
    regex: '^node:(?!(crypto|fs|path|sqlite|util)$)', // sqlite: Node has no other lock on a file
  }),
  noNode(['libs/{police,bank,telecom,office,city,gateway}/src/**/*.ts'], 'Agencies and gateway reach a store through the kernel’s ports.', {
    regex: '^node:sqlite$',
  }),
  {
    files: SPECS,
    rules: {
      ...boundaries({ spec: true }),
      // A describe is a function of many lines.
      'max-lines-per-function': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'Buffer',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'performance',
          'TextEncoder',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: { 'max-lines': ['error', { max: 300 }] },
  },
);
