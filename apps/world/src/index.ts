export { serveWorld } from './serve-world.ts';
