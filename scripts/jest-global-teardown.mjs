export { endTestRun as default } from './jest-test-run.mjs';
