export { runCommand } from './program.ts';
export { type Terminal } from './terminal/terminal.ts';
