import { seedsSuite } from './seeds.suite.ts';

seedsSuite(101, 100);
