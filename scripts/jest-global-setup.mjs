export { beginTestRun as default } from './jest-test-run.mjs';
