import { type Row } from '../harness/types.ts';
import { p1 } from './p1.ts';
import { p10 } from './p10.ts';
import { p14 } from './p14.ts';
import { p16 } from './p16.ts';
import { p16Distributed } from './p16-distributed.ts';
import { p17 } from './p17.ts';
import { p18 } from './p18.ts';
import { p2 } from './p2.ts';
import { p3 } from './p3.ts';
import { p4 } from './p4.ts';
import { p5 } from './p5.ts';
import { p6 } from './p6.ts';
import { p7 } from './p7.ts';
import { p8 } from './p8.ts';

/** All rows of the table, in its order. */
export const ROWS: readonly Row[] = [p1, p2, p3, p4, p5, p6, p7, p8, p10, p14, p16, p16Distributed, p17, p18];
