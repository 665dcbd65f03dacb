import { seedsSuite } from './seeds.suite.ts';

// Half of them here and half in further-seeds.spec.ts: each file has a core of its own. Many more: npm run test:simulation.
seedsSuite(1, 100);
