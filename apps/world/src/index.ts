export { type ServedWorld, type WorldOptions, serveWorld } from './serve-world.ts';
