import { parentPort } from 'node:worker_threads';

/** Sends back what it gets: the cost of two thread hops. */
parentPort?.on('message', (message) => parentPort?.postMessage(message));
