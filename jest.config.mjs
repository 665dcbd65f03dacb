import { availableParallelism } from 'node:os';

/** One Jest for the whole repository: projects or one run per project were not faster. */
export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/libs', '<rootDir>/apps'],
  testEnvironment: 'node',
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['/dist/', '/out-tsc/', '<rootDir>/libs/workspace/fixtures/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testEnvironmentOptions: { customExportConditions: ['@interlock/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: true,
        module: { type: 'es6' },
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true, tsx: false },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
          externalHelpers: true,
        },
      },
    ],
  },
  // Five seconds, Jest's own limit, is a claim about the machine; this one only ends what hangs.
  testTimeout: 120_000,
  // Jest would leave one core to itself: with two that is one for all the tests. Whole cities wait for each other much of their time, and for
  // their broker: with one test a core, the processors were idle for a seventh of the run.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // A worker in which nothing is open ends at once, but until its memory is given back Jest's half second may be over: on a busy machine 200 MB
  // took 0.43 s, and at the end of a run it holds far more. What is still there after this has left something open.
  workerGracefulExitTimeout: 15_000,
  coverageProvider: 'babel',
  // What a whole run shares: one real broker, started only where a spec asks for it.
  globalSetup: '<rootDir>/scripts/jest-global-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest-global-teardown.mjs',
  reporters: ['default', '<rootDir>/scripts/jest-closing-line.mjs'],
};
